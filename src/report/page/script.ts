/** The script of the page: functions of this project, written into it by name, and one line that starts them. */
import { createHash } from 'node:crypto';
import { followColumns } from './script/columns.ts';
import { maker } from './script/maker.ts';
import { fillPanel } from './script/panel.ts';
import { start } from './script/start.ts';
import { drawTimeline } from './script/timeline.ts';
import { fillTogether } from './script/together.ts';
import { offerRuns, unpack } from './script/unpack.ts';

/** Where the page's script finds its data. */
export const DATA_ID = 'report-data';

export const script = [
  "'use strict';",
  ...[maker, drawTimeline, fillPanel, fillTogether, followColumns, unpack, offerRuns, start].map(String),
  `void start(document, window, '${DATA_ID}');`,
].join('\n');

/** For the page's content security policy: this script may run, and no other. */
export const scriptHash = `sha256-${createHash('sha256').update(script).digest('base64')}`;
