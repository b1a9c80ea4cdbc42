/** Words that try to be something else: markup, script, a formula, a terminal's command, a pattern of replacement. */
export const hostile: readonly string[] = [
  '</script><script>window.hit = 1</script>',
  '<img src=x onerror="window.hit = 1">',
  '"><svg onload=window.hit=1>',
  "' onfocus='window.hit=1' autofocus='",
  '</style><style>body{display:none}</style>',
  '</title></svg><![CDATA[<!--<script>',
  "$& $1 $` $' $$",
  'line\u2028separator\u2029paragraph',
  '\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b2J bell\u0007',
  '\u202eright to left\u202c \ufeff \u0000',
  "=cmd|'/C calc'!A0",
  '`code` **bold** [link](javascript:alert(1)) | cell | ![](x)',
  'url(#x) var(--ink) {{7*7}} #{7*7}',
  '\ud800 half a pair',
];

/** All of them in one. */
export const everythingHostile: string = hostile.join(' ');
