import type { HeadersFunction, LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteError,
  useRouteLoaderData,
} from '@remix-run/react';
import type { ReactNode } from 'react';
import { ErrorPage } from './components/error-page';
import { SiteFooter } from './components/site-footer';
import { SiteHeader } from './components/site-header';
import { pageMeta } from './page-meta';
import { visitorOf } from './visitor.server';

// A boat on two waves.
const icon =
  'data:image/svg+xml,%3Csvg%20xmlns=%27http://www.w3.org/2000/svg%27%20viewBox=%270%200%2032%2032%27%3E%3Crect%20width=%2732%27%20height=%2732%27%20rx=%277%27%20fill=%27%230b5d66%27/%3E%3Cpath%20d=%27M16%205v14M16%206l8%2011h-8M6%2021h20M6%2026c3.3-3%206.7-3%2010%200s6.7%203%2010%200%27%20fill=%27none%27%20stroke=%27%23fff%27%20stroke-width=%272.4%27%20stroke-linejoin=%27round%27%20stroke-linecap=%27round%27/%3E%3C/svg%3E';

export const links: LinksFunction = () => [
  { rel: 'icon', href: icon },
  { rel: 'stylesheet', href: '/style.css' },
];

/** Every page depends on cookies, so none may be stored. Routes without `headers` of their own take these. */
export const headers: HeadersFunction = () => ({ 'Cache-Control': 'no-store' });

/** Remix runs the loaders of a page in the order of its routes, so the session is read before the posts are. */
export const loader = ({ request }: LoaderFunctionArgs) => visitorOf(request);

/** For the error page only; every other page has a `meta` of its own. */
export const meta: MetaFunction = ({ error }) => {
  if (error === undefined) return [];
  return pageMeta(isNotFound(error) ? 'Not found' : 'Error');
};

export function Layout({ children }: { children: ReactNode }) {
  const visitor = useRouteLoaderData<typeof loader>('root') ?? { reader: null, theme: 'light' };
  return (
    <html lang="en" className={visitor.theme === 'dark' ? 'dark' : undefined}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body className="page">
        <a className="skip-link" href="#main">
          Skip to content
        </a>
        <SiteHeader visitor={visitor} />
        {children}
        <SiteFooter />
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return <ErrorPage notFound={isNotFound(useRouteError())} />;
}

const isNotFound = (error: unknown) => isRouteErrorResponse(error) && error.status === 404;
