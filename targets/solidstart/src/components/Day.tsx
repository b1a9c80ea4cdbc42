import { isoDay } from '#blog/words.js';

export const Day = (props: { seconds: number }) => (
  <time class="date" datetime={isoDay(props.seconds)}>
    {isoDay(props.seconds)}
  </time>
);
