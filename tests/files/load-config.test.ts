import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { findHost, loadConfig } from '../../src/files/load-config.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('the configuration', () => {
  it('without a file is the built-in host and nothing else', (t) => {
    const { path, hosts, sweep, objectives } = loadConfig(temporaryFolder(t), null);
    assert.deepEqual([path, sweep, objectives], [null, {}, undefined]);
    assert.deepEqual(
      [...hosts.values()],
      [
        {
          name: 'droplet',
          size: {
            cpus: 2,
            memoryBytes: 4_294_967_296,
            bandwidthBitsPerSecond: 2_000_000_000,
            openFiles: 65_536,
          },
          via: 'local',
          pricePerHour: null,
        },
      ],
    );
  });

  it('is found in a folder above, the nearest first', (t) => {
    const folder = temporaryFolder(t, {
      'bench.config.json': { objectives: ['p50<1s'] },
      'a/bench.config.json': { objectives: ['p99<1s'] },
    });
    mkdirSync(join(folder, 'a/b/c'), { recursive: true });
    mkdirSync(join(folder, 'z'));
    assert.deepEqual(loadConfig(join(folder, 'a/b/c'), null).objectives, ['p99<1s']);
    assert.deepEqual(loadConfig(join(folder, 'z'), null).objectives, ['p50<1s']);
  });

  it('declares hosts, with sizes as people write them; what is left out is not limited', (t) => {
    const folder = temporaryFolder(t, {
      'bench.config.json': {
        hosts: {
          big: {
            cpus: 8,
            memory: '16 GB',
            bandwidth: '500Mbit/s',
            openFiles: 1024,
            pricePerHour: 0.03,
            via: 'local',
          },
          open: { cpus: 1 },
        },
      },
    });
    const config = loadConfig(folder, null);
    assert.deepEqual([...config.hosts.keys()], ['droplet', 'big', 'open']);
    assert.deepEqual(findHost(config, 'big', '--host'), {
      name: 'big',
      size: { cpus: 8, memoryBytes: 16e9, bandwidthBitsPerSecond: 5e8, openFiles: 1_024 },
      via: 'local',
      pricePerHour: 0.03,
    });
    assert.deepEqual(findHost(config, 'open', '--host').size, {
      cpus: 1,
      memoryBytes: null,
      bandwidthBitsPerSecond: null,
      openFiles: null,
    });
  });

  it('declares from which machine a host is loaded', (t) => {
    const generator = { via: { ssh: 'loader', directory: 'bench' } };
    const near = { cpus: 1, address: '10.0.0.1', generator };
    const far = { cpus: 1, via: { ssh: 'droplet', directory: 'bench' }, generator };
    const folder = temporaryFolder(t, { 'bench.config.json': { hosts: { near, far } } });
    const config = loadConfig(folder, null);
    assert.deepEqual(
      ['near', 'far'].map((name) => findHost(config, name, '--host').generator),
      [generator, generator],
    );
  });

  it('may name several machines from which a host is loaded', (t) => {
    const via = ['a', 'b'].map((ssh) => ({ ssh, directory: 'bench' }));
    const near = { cpus: 1, address: '10.0.0.1', generator: { via } };
    const config = loadConfig(temporaryFolder(t, { 'bench.config.json': { hosts: { near } } }), null);
    assert.deepEqual(findHost(config, 'near', '--host').generator, { via });
  });

  it('may declare the built-in host anew', (t) => {
    const folder = temporaryFolder(t, { 'c.json': { hosts: { droplet: { cpus: 4 } } } });
    assert.equal(findHost(loadConfig(folder, 'c.json'), 'droplet', '--host').size.cpus, 4);
  });

  it('names the hosts there are when another one is asked for', (t) => {
    const config = loadConfig(temporaryFolder(t), null);
    assert.throws(
      () => findHost(config, 'moon', '--host'),
      (error: unknown) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, /^--host: there is no host "moon"$/);
        assert.match(error.hint ?? '', /Known: droplet/);
        return true;
      },
    );
  });

  const broken: [says: string, content: unknown, sentence: RegExp][] = [
    ['no JSON', '{', /is not JSON/],
    ['a misspelt part', { host: {} }, /unknown field "host"/],
    ['a host without CPUs', { hosts: { x: {} } }, /"hosts\.x" lacks the field "cpus"/],
    ['half a CPU', { hosts: { x: { cpus: 1.5 } } }, /"hosts\.x\.cpus" must be integer/],
    ['memory without a unit', { hosts: { x: { cpus: 1, memory: '4' } } }, /"hosts\.x\.memory" is "4"/],
    ['bandwidth in bytes', { hosts: { x: { cpus: 1, bandwidth: '2GB' } } }, /"hosts\.x\.bandwidth" is "2GB"/],
    ['a host far away', { hosts: { x: { cpus: 1, via: 'ssh' } } }, /"hosts\.x\.via" must be "local"/],
    [
      'a generator elsewhere that no address leads back from',
      { hosts: { x: { cpus: 1, generator: { via: { ssh: 'b', directory: 'd' } } } } },
      /"hosts\.x\.generator" is another machine, and there is no address/,
    ],
    [
      'a generator on the servers’ machine',
      {
        hosts: {
          x: {
            cpus: 1,
            via: { ssh: 'a', directory: 'd' },
            generator: { via: { ssh: 'a', directory: 'e' } },
          },
        },
      },
      /"hosts\.x\.generator" is the machine on which the servers run/,
    ],
    [
      'a generator that would send two shares',
      {
        hosts: {
          x: {
            cpus: 1,
            address: '10.0.0.1',
            generator: { via: ['b', 'b'].map((ssh) => ({ ssh, directory: 'd' })) },
          },
        },
      },
      /"hosts\.x\.generator" names the machine b twice/,
    ],
    [
      'no generator at all',
      { hosts: { x: { cpus: 1, address: '10.0.0.1', generator: { via: [] } } } },
      /"hosts\.x\.generator\.via" must/,
    ],
    [
      'a generator here, in so many words',
      { hosts: { x: { cpus: 1, generator: { via: 'local' } } } },
      /"hosts\.x\.generator\.via" must be/,
    ],
    [
      'an interface of this machine, which is loaded through loopback',
      { hosts: { x: { cpus: 1, bandwidth: '2Gbit/s', interface: 'eth1' } } },
      /"hosts\.x\.interface" needs a "bandwidth", and a host over ssh/,
    ],
    [
      'an interface that would be an option',
      { hosts: { x: { cpus: 1, interface: '-x' } } },
      /"hosts\.x\.interface"/,
    ],
    ['an odd host name', { hosts: { 'X Y': { cpus: 1 } } }, /unknown field "X Y"/],
    ['half a round', { sweep: { rounds: 1.5 } }, /"sweep\.rounds" must be integer/],
    ['an unknown order', { sweep: { order: 'left' } }, /"sweep\.order" must be one of "up"/],
  ];
  for (const [says, content, sentence] of broken) {
    it(`refused: ${says}`, (t) => {
      const folder = temporaryFolder(t, { 'bench.config.json': content });
      assert.throws(
        () => loadConfig(folder, null),
        (error: unknown) => {
          assert.ok(error instanceof UsageError);
          assert.match(error.message, /^bench\.config\.json/);
          assert.match(error.message, sentence);
          return true;
        },
      );
    });
  }

  it('refused: a file that was asked for and is not there', (t) => {
    assert.throws(
      () => loadConfig(temporaryFolder(t), 'mine.json'),
      /mine\.json cannot be read: it does not exist/,
    );
  });
});
