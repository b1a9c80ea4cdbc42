import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { findAccount, findSessionOf } from './blog.server';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** Answers the id of the user's session, or null where the username and the password do not belong together. */
export async function signIn(username: string, password: string): Promise<string | null> {
  const account = findAccount(username);
  if (account === undefined || !(await isPasswordOf(account.password_hash, password))) return null;
  return findSessionOf(account.id) ?? null;
}

/** Compares a password with its hash, a PHC string: `$scrypt$ln=14,r=8,p=1$<salt>$<hash>`. */
async function isPasswordOf(phc: string, password: string): Promise<boolean> {
  const match = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(phc);
  if (match === null) throw new Error('A password hash in the database is no scrypt PHC string.');
  const [ln, r, p] = match.slice(1, 4).map(Number) as [number, number, number];
  const [salt, hash] = match.slice(4).map((text) => Buffer.from(text, 'base64')) as [Buffer, Buffer];
  const cost = 2 ** ln;
  const derived = await derive(password, salt, hash.length, { N: cost, r, p, maxmem: 256 * cost * r });
  return timingSafeEqual(derived, hash);
}
