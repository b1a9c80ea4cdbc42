import type { Blog, Visitor } from '#blog/database.js';

/** Who asks; the theme is the page's own, which a click changes. */
export const useVisitor = () =>
  useState<Visitor>(
    'visitor',
    () => useRequestEvent()?.context['visitor'] ?? { reader: null, theme: 'light' },
  );

/** Reads the database where it is, and asks the server for the same rows after a navigation in the browser. */
export const useRows = <T>(path: string, read: (blog: Blog) => T) =>
  useAsyncData(path, async () => {
    const blog = useRequestEvent()?.context['blog'];
    return blog === undefined ? ((await $fetch(`/api/${path}`)) as T) : read(blog);
  });
