// What .ci/lighthouse runs: a static host that compresses, and Lighthouse on each language's story.
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { createGzip } from "node:zlib";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [site, runs] = [process.argv[2], Number(process.argv[3])];
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const kind = /^story:.* all: (\d+), requests: (\d+)/m; // in KB, and how many
const [, all, requests] = readFileSync("templates/budgets.yaml", "utf-8").match(kind).map(Number);
const BUDGETS = { lcp: 1200, tbt: 0, cls: 0.01, bytes: all * 1024, requests }; // at most; of each score, 100

const host = createServer((request, response) => {
  let path = join(site, decodeURIComponent(new URL(request.url, "http://host").pathname));
  if (existsSync(path) && statSync(path).isDirectory()) path = join(path, "index.html");
  if (!existsSync(path)) return response.writeHead(404).end();
  const packed = !/\.(woff2|png)$/.test(path);
  response.writeHead(200, {
    "Content-Type": `${TYPES[extname(path)] ?? "application/octet-stream"}; charset=utf-8`,
    "Cache-Control": "max-age=600", // as GitHub Pages says
    ...(packed && { "Content-Encoding": "gzip" }),
  });
  const file = createReadStream(path);
  (packed ? file.pipe(createGzip()) : file).pipe(response);
}).listen(0, "127.0.0.1");

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const chrome = await launch({ chromeFlags: ["--headless=new", "--no-sandbox"] });
const stories = [
  "",
  ...readdirSync(site)
    .filter((name) => /^[a-z]{2}$/.test(name))
    .map((name) => `${name}/`),
];
let failed = false;
for (const story of stories) {
  const measured = [];
  for (let run = 0; run < runs; run++) {
    const url = `http://127.0.0.1:${host.address().port}/${story}`;
    const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: "silent" });
    const items = lhr.audits["network-requests"].details.items.filter(({ url }) => !url.startsWith("data:"));
    const value = (audit) => lhr.audits[audit].numericValue;
    const one = {
      ...Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)])),
      lcp: Math.round(value("largest-contentful-paint")),
      tbt: Math.round(value("total-blocking-time")),
      cls: Number(value("cumulative-layout-shift").toFixed(4)),
      bytes: items.reduce((sum, { transferSize }) => sum + transferSize, 0),
      requests: items.length,
    };
    measured.push(one);
    console.log(`/${story}`, ...Object.entries(one).map(([name, number]) => `${name} ${number}`));
  }
  const medians = Object.fromEntries(
    Object.keys(measured[0]).map((name) => [name, median(measured.map((one) => one[name]))]),
  );
  console.log(`/${story} median`, ...Object.entries(medians).map(([name, number]) => `${name} ${number}`));
  failed ||= Object.entries(medians).some(([name, number]) =>
    name in BUDGETS ? number > BUDGETS[name] : number < 100,
  );
}
chrome.kill();
host.close();
process.exit(failed ? 1 : 0);
