import { MetaProvider } from '@solidjs/meta';
import { createAsync, Router } from '@solidjs/router';
import { FileRoutes } from '@solidjs/start/router';
import { type ParentProps, Show, Suspense } from 'solid-js';
import { SiteFooter } from './components/SiteFooter';
import { SiteHeader } from './components/SiteHeader';
import { getVisitor } from './lib/blog';

export default function App() {
  return (
    <Router root={Page}>
      <FileRoutes />
    </Router>
  );
}

function Page(props: ParentProps) {
  const visitor = createAsync(() => getVisitor());
  return (
    <MetaProvider>
      <Suspense>
        <a class="skip-link" href="#main">
          Skip to content
        </a>
        <Show when={visitor()}>{(known) => <SiteHeader visitor={known()} />}</Show>
        {props.children}
        <SiteFooter />
      </Suspense>
    </MetaProvider>
  );
}
