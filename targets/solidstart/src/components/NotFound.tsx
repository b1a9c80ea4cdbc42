import { HttpStatusCode } from '@solidjs/start';
import { PageMeta } from './PageMeta';

export const NotFound = () => (
  <>
    <HttpStatusCode code={404} />
    <PageMeta heading="Not found" />
    <main class="main main-narrow" id="main">
      <h1 class="page-title">Nothing is moored here</h1>
      <p class="lead">The page you asked for has sailed, or never came in.</p>
      <p class="more">
        <a class="text-link" href="/">
          Back to the harbour
        </a>
      </p>
    </main>
  </>
);
