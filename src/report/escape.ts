/**
 * Titles, labels, log lines and kinds of failure are untrusted input. There is one function for each kind of place that
 * text is written to; nothing else in the report may embed text.
 */

/** Terminal escape sequences: CSI, OSC (ended by BEL or ST), and the two-character ones. */
const terminalSequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g;

/** Characters that steer a terminal, a parser or the direction of writing, and are never part of a word. */
const steeringCharacters =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;

/** Text without terminal sequences, control characters, writing-direction overrides and broken surrogates. */
export function plainText(text: string): string {
  return text.replaceAll(terminalSequences, '').replaceAll(steeringCharacters, '').toWellFormed();
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** For HTML and SVG, as text and inside quoted attributes. */
export function escapeMarkup(text: string): string {
  return plainText(text).replaceAll(/[&<>"'`]/g, (character) => entities[character] ?? '');
}

/**
 * For GitHub-flavoured Markdown, as a paragraph or a table's cell: one line in which nothing starts markup, HTML,
 * a link or another cell. What means nothing where it stands, like the `<` of `p99<500ms`, stays readable.
 */
export function escapeMarkdown(text: string): string {
  return plainText(text)
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/&(?=[a-z\d#])/gi, () => '&amp;')
    .replaceAll(/<(?=[a-z/!?])/gi, () => '&lt;')
    .replaceAll(
      /[\\`*_[\]|~]|:(?=\/\/)|^[-+#>=]|(?<=^\d+)[.)](?=\s|$)|(?<=\bwww)\./gi,
      (character) => `\\${character}`,
    );
}

/** Code in Markdown: a fence that is longer than every run of backticks in it. */
export function fenceMarkdown(text: string): string {
  const lines = text.split('\n').map(plainText).join('\n');
  const longest = Math.max(2, ...(lines.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${lines}\n${fence}`;
}

/**
 * A field of CSV (RFC 4180). Text that a spreadsheet would read as a formula gets an apostrophe in front, as OWASP's
 * "CSV Injection" advises (https://owasp.org/www-community/attacks/CSV_Injection); numbers are left alone.
 */
export function escapeCsv(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = plainText(value).replaceAll(/[\t\n]/g, ' ');
  const harmless = /^\s*[=+\-@|%]/.test(text) ? `'${text}` : text;
  return /[",]|^'/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A word of a POSIX shell's command line. */
export function quoteForShell(word: string): string {
  const plain = plainText(word);
  return /^[\w@%+=:,./-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", `'\\''`)}'`;
}
