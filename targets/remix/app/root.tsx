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
import { type ReactNode, useState } from 'react';
import { parseCookies } from '../../shared-node/cookies.js';
import type { Blog } from '../../shared-node/database.js';
import { siteIcon } from '../../shared-node/words.js';
import { ErrorPage } from './components/error-page';
import { SiteFooter } from './components/site-footer';
import { SiteHeader } from './components/site-header';
import { pageMeta } from './page-meta';

declare module '@remix-run/node' {
  /** What `server.js` hands to every loader. */
  interface AppLoadContext {
    blog: Blog;
    /** After a POST with a wrong password, which the page of GET /login answers. */
    signInFailed: boolean;
  }
}

export const links: LinksFunction = () => [
  { rel: 'icon', href: siteIcon },
  { rel: 'stylesheet', href: '/style.css' },
];

/** Every page depends on cookies, so none may be stored. Routes without `headers` of their own take these. */
export const headers: HeadersFunction = () => ({ 'Cache-Control': 'no-store' });

/** Remix runs the loaders of a page in the order of its routes, so the session is read before the posts are. */
export const loader = ({ request, context }: LoaderFunctionArgs) =>
  context.blog.visitor(parseCookies(request.headers.get('Cookie')));

/** For the error page only; every other page has a `meta` of its own. */
export const meta: MetaFunction = ({ error }) => {
  if (error === undefined) return [];
  return pageMeta(isNotFound(error) ? 'Not found' : 'Error');
};

// The variant "ssr" is rendered on the server only. A browser that runs this was sent the scripts.
const hydrated = !import.meta.env.SSR || process.env['HYDRATION'] !== 'off';

export function Layout({ children }: { children: ReactNode }) {
  const visitor = useRouteLoaderData<typeof loader>('root') ?? { reader: null, theme: 'light' };
  const [theme, setTheme] = useState(visitor.theme);
  return (
    <html lang="en" className={theme === 'dark' ? 'dark' : undefined}>
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
        <SiteHeader reader={visitor.reader} theme={theme} onTheme={setTheme} />
        {children}
        <SiteFooter />
        {hydrated && (
          <>
            <ScrollRestoration />
            <Scripts />
          </>
        )}
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
