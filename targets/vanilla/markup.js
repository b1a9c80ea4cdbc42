/** A day in UTC. */
export const date = (seconds) => {
  const day = new Date(seconds * 1000).toISOString().slice(0, 10);
  return `<time class="date" datetime="${day}">${day}</time>`;
};

const special = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Makes text safe as the content of an element and of an attribute in double quotes. */
export const escapeHtml = (text) => text.replace(/[&<>"]/g, (character) => special[character]);
