import { scrypt, timingSafeEqual } from 'node:crypto';

const format = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/;

/**
 * Compares a password with a scrypt hash (RFC 7914), off the main thread.
 * @param {string} password
 * @param {string} phc `$scrypt$ln=14,r=8,p=1$<salt>$<hash>`
 * @returns {Promise<boolean>}
 * @throws {Error} where the hash is not such a string
 */
export function isPassword(password, phc) {
  const [, ln, r, p, salt = '', hash = ''] = format.exec(phc) ?? [];
  if (hash === '') throw new Error('A password hash in the database is not a scrypt PHC string.');
  const expected = Buffer.from(hash, 'base64');
  const cost = { N: 2 ** Number(ln), r: Number(r), p: Number(p) };
  return new Promise((resolve, reject) => {
    scrypt(password, Buffer.from(salt, 'base64'), expected.length, cost, (error, derived) => {
      if (error) reject(error);
      else resolve(timingSafeEqual(derived, expected));
    });
  });
}
