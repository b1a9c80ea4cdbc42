import { type IconName, icons } from '#blog/words.js';

export const Icon = (props: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
    <path d={icons[props.name]} />
  </svg>
);
