import { icons, isoDay } from '../shared-node/words.js';

/** A day in UTC. */
export const date = (seconds) => {
  const day = isoDay(seconds);
  return `<time class="date" datetime="${day}">${day}</time>`;
};

export const icon = (name) =>
  `<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="${icons[name]}"></path></svg>`;

const special = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Makes text safe as the content of an element and of an attribute in double quotes. */
export const escapeHtml = (text) => text.replace(/[&<>"]/g, (character) => special[character]);
