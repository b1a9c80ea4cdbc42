/**
 * The users of the blog and their sessions: the same for every seed, so that tests and plans can name them. Their
 * passwords are public, as is everything else about a blog whose harbour is invented.
 */
import type { SessionRow, UserRow } from './rows.ts';

interface Person extends UserRow {
  readonly password: string;
}

/** How passwords are hashed: RFC 7914, a salt of 16 bytes, kept as a PHC string (base64 without padding). */
export const scryptParameters = { logN: 14, blockSize: 8, parallelism: 1, keyBytes: 32 } as const;

/** Whose session the visitor `reader` has. The apostrophe has to survive every framework's escaping. */
export const reader: Person = {
  id: 1,
  username: 'ines.q7vz4k',
  display_name: "Ines O'Hara",
  password: 'Slack-Water-1842',
  password_hash: '$scrypt$ln=14,r=8,p=1$KcTyQ5Lv8La2ud8q4eZcvA$/UJZEhNxLartmZ6XtvQc2KNmPCmwLmz9FJU8hjTxBaY',
  created_at: 1_577_880_000,
};

/** Everybody with an account. */
export const people: readonly Person[] = [
  reader,
  {
    id: 2,
    username: 'tomasz.h3wd9r',
    display_name: 'Tomasz Wydrzyk',
    password: 'Bilge-Pump-0077',
    password_hash: '$scrypt$ln=14,r=8,p=1$j6M+sMh2Q3apS91D0MerLQ$IRc0oW2d0YkwikNC8mBI3yQ9kQXd8VW2ccUr2J/jqgM',
    created_at: 1_577_966_400,
  },
  {
    id: 3,
    username: 'mei.x5pt2c',
    display_name: '梅 Mei Tanbara',
    password: 'Paper-Lantern-3190',
    password_hash: '$scrypt$ln=14,r=8,p=1$PNxpBLx4rdRnPl1nW+Ak1A$QiORqhMjqOkvB7sWkTzlIIxxR0gmQH4FS7SBb4yl7FU',
    created_at: 1_578_052_800,
  },
  {
    id: 4,
    username: 'bo.n8jf6y',
    display_name: 'Bo "<Knots>" & Lindqvister',
    password: 'Copper-Nail-5521',
    password_hash: '$scrypt$ln=14,r=8,p=1$d2BcjPd6DKjJFu4psU3KDQ$GwJZF2c0KmGD4TrkuaYHezYfKPz1ivyeKcjLGsoZPsM',
    created_at: 1_578_139_200,
  },
];

/** 2100-01-01: one valid session per user. */
const farAway = 4_102_444_800;

/** 2020-01-08. */
const longAgo = 1_578_441_600;

/** The session of the visitor `reader`. */
export const readerSession: SessionRow = {
  id: 'ca978112ca1bbdcafac231b39a23dc4d',
  user_id: 1,
  expires_at: farAway,
};

/** A session that has expired. It is the reader's too, so that who forgets to look at the time shows a name. */
export const expiredSession: SessionRow = {
  id: '3e23e8160039594a33894f6564e1b134',
  user_id: 1,
  expires_at: longAgo,
};

export const sessions: readonly SessionRow[] = [
  readerSession,
  { id: '2e7d2c03a9507ae265ecf5b5356885a5', user_id: 2, expires_at: farAway },
  { id: '18ac3e7343f016890c510e93f9352611', user_id: 3, expires_at: farAway },
  { id: '3f79bb7b435b05321651daefd374cdc6', user_id: 4, expires_at: farAway },
  expiredSession,
];
