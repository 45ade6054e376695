// Copies what the pages need from node_modules into the static files that the server hands out.
// Run after `npm ci`: `npm run vendor`. The copies are committed, so that running the system
// needs neither node nor a network.
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const from = join(here, "node_modules");
const to = join(here, "..", "damrong", "config", "static", "vendor");
mkdirSync(join(to, "fonts"), { recursive: true });

const font = "@fontsource/noto-sans-thai-looped";
for (const subset of ["thai", "latin"]) {
  for (const weight of [400, 700]) {
    const name = `noto-sans-thai-looped-${subset}-${weight}-normal.woff2`;
    copyFileSync(join(from, font, "files", name), join(to, "fonts", name));
  }
}
copyFileSync(join(from, font, "LICENSE"), join(to, "fonts", "LICENSE.txt"));
