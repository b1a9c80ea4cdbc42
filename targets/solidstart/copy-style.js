/** Nitro serves what lies in `public`: the variant `stock` needs the contract's stylesheet there. */
import { copyFileSync, mkdirSync } from 'node:fs';

mkdirSync('public', { recursive: true });
copyFileSync('../contract/style.css', 'public/style.css');
