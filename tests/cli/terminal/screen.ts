/** A terminal for tests: understands what a live region writes, wraps and scrolls like a real one. */
export class Screen {
  columns: number;
  readonly rows: number | null;
  cursorVisible = true;
  /** Everything that was written, escape sequences included. */
  written = '';
  #lines: string[] = [''];
  /** Rows that continue in the next one because they were too long. */
  #continued = new Set<number>();
  #row = 0;
  #column = 0;

  constructor(columns: number, rows: number | null = null) {
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string): void {
    this.written += text;
    for (const [part, sequence] of text.matchAll(/\u001b\[([0-9;?]*[A-Za-z])|[^\u001b]/gu)) {
      if (sequence !== undefined) this.#obey(sequence);
      else if (part === '\n') this.#feed();
      else if (part === '\r') this.#column = 0;
      else this.#put(part);
    }
  }

  /** A person drags the window: long lines are wrapped anew, the cursor stays at the end. */
  resize(columns: number): void {
    const whole: string[] = [];
    for (const [row, line] of this.#lines.entries()) {
      if (this.#continued.has(row - 1)) whole.push((whole.pop() ?? '') + line);
      else whole.push(line);
    }
    this.columns = columns;
    this.#lines = [];
    this.#continued = new Set();
    for (const line of whole) {
      for (let at = 0; at === 0 || at < line.length; at += columns) {
        if (at > 0) this.#continued.add(this.#lines.length - 1);
        this.#lines.push(line.slice(at, at + columns));
      }
    }
    this.#row = this.#lines.length - 1;
  }

  /** What a person sees, scrolled-off lines included, without spaces at the ends of lines. */
  get text(): string {
    return this.#lines
      .map((line) => line.trimEnd())
      .join('\n')
      .trimEnd();
  }

  #obey(sequence: string): void {
    if (sequence === '?25l') this.cursorVisible = false;
    else if (sequence === '?25h') this.cursorVisible = true;
    else if (sequence === '2K') {
      this.#lines[this.#row] = '';
      this.#continued.delete(this.#row);
      // Where nothing stands below, this is where the text ends.
      while (this.#lines.length > this.#row + 1 && this.#lines.at(-1) === '') this.#lines.pop();
    } else if (/^\d+A$/.test(sequence)) {
      this.#row -= Number.parseInt(sequence, 10);
      if (this.#row < 0) throw new Error('the cursor went above the first line that was written');
    } else if (!/m$|^\?2026[hl]$/.test(sequence)) throw new Error(`unknown sequence ${sequence}`);
  }

  #feed(): void {
    this.#row++;
    this.#column = 0;
    this.#lines[this.#row] ??= '';
  }

  #put(character: string): void {
    if (this.#column >= this.columns) {
      this.#continued.add(this.#row);
      this.#feed();
    }
    const line = (this.#lines[this.#row] ?? '').padEnd(this.#column);
    this.#lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1);
    this.#column++;
  }
}
