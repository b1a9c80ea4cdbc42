#!/usr/bin/env node
const [major] = process.versions.node.split('.').map(Number);

if (major < 24) {
  console.error(
    `bench needs Node 24 or newer, this is ${process.version}: install it from https://nodejs.org, or run \`npm install --save-dev node@24\` in this folder and start \`npx bench\`.`,
  );
  process.exitCode = 2;
} else {
  const { main } = await import('../dist/cli/main.js');
  process.exitCode = await main();
}
