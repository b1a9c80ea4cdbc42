import { type ReactNode, useState } from 'react';
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteLoaderData,
} from 'react-router';
import { parseCookies } from '../../shared-node/cookies.js';
import { siteIcon } from '../../shared-node/words.js';
import type { Route } from './+types/root';
import { blog } from './blog.server';
import { ErrorPage } from './components/error-page';
import { SiteFooter } from './components/site-footer';
import { SiteHeader } from './components/site-header';
import { pageMeta } from './page-meta';

export const links: Route.LinksFunction = () => [
  { rel: 'icon', href: siteIcon },
  { rel: 'stylesheet', href: '/style.css' },
];

/** Every page depends on cookies, so none may be stored. Routes without `headers` of their own take these. */
export const headers: Route.HeadersFunction = () => ({ 'Cache-Control': 'no-store' });

/** Loaders of a page are started in the order of its routes, so the session is read before the posts are. */
export const loader = ({ request }: Route.LoaderArgs) =>
  blog.visitor(parseCookies(request.headers.get('Cookie')));

/** For the error page only; every other page has a `meta` of its own. */
export const meta: Route.MetaFunction = ({ error }) => {
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

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorPage notFound={isNotFound(error)} />;
}

const isNotFound = (error: unknown) => isRouteErrorResponse(error) && error.status === 404;
