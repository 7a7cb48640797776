interface Link {
  readonly path: string;
  readonly zh: string;
  readonly en: string;
}

const LINKS: readonly Link[] = [
  { path: '/kiosk', zh: '取号机', en: 'Kiosk' },
  { path: '/display/wall', zh: '大屏', en: 'Wall' },
  { path: '/display/window/1', zh: '1 号窗口屏', en: 'Window 1' },
  { path: '/counter', zh: '台席', en: 'Desk panel' },
  { path: '/api/openapi.json', zh: '接口说明', en: 'API description' },
];

/** The hub's front door: links to its screens, in both languages. Nothing on it comes from anybody. */
export function startPage(): string {
  const items = LINKS.map(({ path, zh, en }) => `<li><a href="${path}">${zh} <span lang="en">${en}</span></a></li>`);
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>厅序 Hallcall</title>
<link rel="icon" type="image/svg+xml" href="/start-page.svg">
<link rel="stylesheet" href="/start-page.css">
</head>
<body>
<main>
<h1>厅序 <span lang="en">Hallcall</span></h1>
<ul>
${items.join('\n')}
</ul>
</main>
</body>
</html>
`;
}

/** The screens' icon (`shared/ui/icon.svg`): a browser that is named none asks for one that is not there. */
export const START_PAGE_ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#0b4a8f" d="M3 6h26v7a3 3 0 0 0 0 6v7H3v-7a3 3 0 0 0 0-6z"/>' +
  '<path fill="#fff" d="M8 14h9v-4l7 6-7 6v-4H8z"/></svg>';

export const START_PAGE_STYLE = `:root { color-scheme: light; }
body { margin: 0; font: 1.25rem/1.5 system-ui, 'Noto Sans SC', sans-serif; color: #14202b; background: #f4f6f8; }
main { max-width: 40rem; margin: 4rem auto; padding: 0 1.5rem; }
h1 { font-size: 2.5rem; }
ul { list-style: none; padding: 0; display: grid; gap: 0.75rem; }
a { display: flex; justify-content: space-between; padding: 1rem 1.25rem; border-radius: 0.5rem; background: #ffffff; color: #0b4a8b; }
a:focus-visible { outline: 3px solid #0b5cad; outline-offset: 2px; }
`;
