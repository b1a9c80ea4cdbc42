/** A tool that opens a host, says which bandwidth is in force, and takes it back when its standard input ends. */
import { once } from 'node:events';
import { openHost } from '../../src/work/open-host.ts';

const [plan = '', logs = '', address = ''] = process.argv.slice(2);
const caller = { env: process.env, beforeLeaving: () => () => undefined };
try {
  const { host, [Symbol.asyncDispose]: close } = await openHost(
    JSON.parse(plan),
    logs,
    caller,
    (sentence) => console.log(sentence),
    address,
  );
  console.log(JSON.stringify(host.limits.bandwidth));
  await once(process.stdin.resume(), 'end');
  await close();
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
}
