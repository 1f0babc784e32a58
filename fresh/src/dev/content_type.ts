/** Content types of static files, by extension. */

const TYPES: Record<string, string> = {
  // Documents
  html: "text/html; charset=UTF-8",
  txt: "text/plain; charset=UTF-8",
  md: "text/markdown; charset=UTF-8",
  csv: "text/csv; charset=UTF-8",
  xml: "application/xml; charset=UTF-8",
  rss: "application/rss+xml; charset=UTF-8",
  atom: "application/atom+xml; charset=UTF-8",
  pdf: "application/pdf",
  // Code and data
  css: "text/css; charset=UTF-8",
  js: "text/javascript; charset=UTF-8",
  mjs: "text/javascript; charset=UTF-8",
  json: "application/json; charset=UTF-8",
  map: "application/json; charset=UTF-8",
  jsonld: "application/ld+json; charset=UTF-8",
  webmanifest: "application/manifest+json; charset=UTF-8",
  wasm: "application/wasm",
  // Images
  avif: "image/avif",
  bmp: "image/bmp",
  gif: "image/gif",
  ico: "image/vnd.microsoft.icon",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  png: "image/png",
  svg: "image/svg+xml; charset=UTF-8",
  webp: "image/webp",
  // Sound and video
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
  wav: "audio/wav",
  mp4: "video/mp4",
  webm: "video/webm",
  vtt: "text/vtt; charset=UTF-8",
  // Fonts
  otf: "font/otf",
  ttf: "font/ttf",
  woff: "font/woff",
  woff2: "font/woff2",
  // Archives
  gz: "application/gzip",
  zip: "application/zip",
};

/** The content type of a file by its name; bytes of no known kind where the extension says nothing. */
export function contentTypeOf(path: string): string {
  const extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
  return TYPES[extension ?? ""] ?? "application/octet-stream";
}
