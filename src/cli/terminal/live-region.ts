/** Lines at the end of a terminal that are drawn again and again, while what is printed goes above them. */
import { widthOf } from './paint.ts';

/** A terminal as far as it is drawn on. */
export interface Terminal {
  write(text: string): void;
  /** Now: a person may change it at any moment. */
  readonly columns: number | null;
}

export interface LiveRegion {
  /**
   * Draws these lines in place of the ones before; none of them may be wider than the terminal.
   * @param above lines that are to stay, printed above the region in the same stroke
   */
  draw(lines: readonly string[], above?: readonly string[]): void;
  /** Prints lines that are to stay above the region as it is. */
  print(lines: readonly string[]): void;
  /** Removes what was drawn and gives the cursor back. May be called again. */
  close(): void;
}

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
// Terminals that know this put the whole drawing on the screen at once; others ignore it.
const beginUpdate = '\u001b[?2026h';
const endUpdate = '\u001b[?2026l';
// Line by line: tmux keeps a copy in its history whenever all from the first row on is erased at once.
const eraseRowAbove = '\u001b[1A\u001b[2K';

export function createLiveRegion(terminal: Terminal): LiveRegion {
  let drawn: readonly string[] = [];
  let hidden = false;

  /** Back to where the region began, however the terminal has wrapped its lines since. */
  function eraseDrawn(): string {
    if (drawn.length === 0) return '';
    const columns = Math.max(1, terminal.columns ?? 80);
    const rows = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / columns)), 0);
    return `\r${eraseRowAbove.repeat(rows)}`;
  }

  const ended = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

  function showAgain(): void {
    if (hidden) terminal.write(showCursor);
    hidden = false;
  }

  function draw(lines: readonly string[], above: readonly string[] = []): void {
    if (!hidden) process.once('exit', showAgain);
    const hide = hidden ? '' : hideCursor;
    hidden = true;
    terminal.write(`${beginUpdate}${hide}${eraseDrawn()}${ended(above)}${ended(lines)}${endUpdate}`);
    drawn = lines;
  }

  return {
    draw,
    print(lines) {
      if (drawn.length > 0) draw(drawn, lines);
      else terminal.write(ended(lines));
    },
    close() {
      if (drawn.length > 0) terminal.write(eraseDrawn());
      drawn = [];
      showAgain();
      process.off('exit', showAgain);
    },
  };
}
