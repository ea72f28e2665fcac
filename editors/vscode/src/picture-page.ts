const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** A page that shows a picture as large as it is, and runs nothing. */
export const picturePage = (svg: string, title: string): string => `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escaped(title)}</title>
<style>body { margin: 0; padding: 1rem; overflow: auto; background: #fff } svg { display: block }</style>
</head>
<body>
${svg}
</body>
</html>
`
