import { scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(scrypt);

/** Compares a password with a PHC string, `$scrypt$ln=14,r=8,p=1$salt$hash`, off the main thread. */
export async function isPassword(password, phc) {
  const [, , parameters, salt, hash] = phc.split('$');
  const { ln, r, p } = Object.fromEntries(parameters.split(',').map((each) => each.split('=')));
  const expected = Buffer.from(hash, 'base64');
  const cost = { N: 2 ** Number(ln), r: Number(r), p: Number(p) };
  const derived = await derive(password, Buffer.from(salt, 'base64'), expected.length, cost);
  return timingSafeEqual(derived, expected);
}
