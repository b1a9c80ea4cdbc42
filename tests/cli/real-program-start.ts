/** What `bin/bench.js` does, on the sources as they are. */
import { main } from '../../src/cli/main.ts';

process.exitCode = await main();
