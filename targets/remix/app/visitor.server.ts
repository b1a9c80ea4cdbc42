import { parse } from 'cookie';
import { readerOf } from './blog.server';

export interface Visitor {
  /** Display name, or null for an anonymous visitor. */
  reader: string | null;
  theme: 'light' | 'dark';
}

/** Who asks, from the request's cookies. Without a session cookie the database is not asked. */
export function visitorOf(request: Request): Visitor {
  const { session, theme } = parse(request.headers.get('Cookie') ?? '', { decode: asItIs });
  return {
    reader: session === undefined ? null : readerOf(session),
    theme: theme === 'dark' ? 'dark' : 'light',
  };
}

const asItIs = (value: string) => value;
