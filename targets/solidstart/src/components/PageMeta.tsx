import { Meta, Title } from '@solidjs/meta';
import { pageTitle, siteDescription } from '#blog/words.js';

export function PageMeta(props: { heading: string | null; description?: string }) {
  const title = () => pageTitle(props.heading);
  const description = () => props.description ?? siteDescription;
  return (
    <>
      <Title>{title()}</Title>
      <Meta name="description" content={description()} />
      <Meta property="og:title" content={title()} />
      <Meta property="og:description" content={description()} />
    </>
  );
}
