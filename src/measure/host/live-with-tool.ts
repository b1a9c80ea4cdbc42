/** The life of a process of the tool itself: it cannot outlive the tool, which alone handles interrupts. */
export function liveWithTool(): void {
  process.on('disconnect', () => process.exit(0));
  // A Ctrl-C, or a terminal that is closed, reaches the whole foreground group.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
}
