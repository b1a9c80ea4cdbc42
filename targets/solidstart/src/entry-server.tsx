import { createHandler, StartServer } from '@solidjs/start/server';
import { siteIcon } from '#blog/words.js';

export default createHandler(
  (event) => {
    // SolidStart 2.0 links the stylesheet of its development toolbar from every page in production too.
    event.assets = event.assets.filter(({ attrs }) => !('rel' in attrs && attrs.rel === 'stylesheet'));
    return (
      <StartServer
        document={({ assets, children, scripts }) => (
          <html lang="en" class={event.locals['visitor'].theme === 'dark' ? 'dark' : undefined}>
            <head>
              <meta charset="utf-8" />
              <meta name="viewport" content="width=device-width, initial-scale=1" />
              <link rel="icon" href={siteIcon} />
              <link rel="stylesheet" href="/style.css" />
              {assets}
            </head>
            <body class="page">
              {children}
              {scripts}
            </body>
          </html>
        )}
      />
    );
  },
  // The page as a whole, in one piece: streaming would send fallbacks first.
  { mode: 'async' },
);
