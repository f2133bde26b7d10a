// Sites → what is wrong in their maps, by sitemaps.org's schema and its rules for addresses; and the JSON-LD of their
// pages as TypeScript in things/, for the compiler to hold against schema.org's types. `node validate.mjs SITE...`
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ErrorLevel, XMLToSitemapItemStream } from "sitemap";
import { validateXML } from "xmllint-wasm";

// The links to translations are of another schema, which is not at hand.
const schema = readFileSync("node_modules/sitemap/schema/sitemap.xsd", "utf8").replaceAll('"strict"', '"lax"');

const JSON_LD = /<script type="application\/ld\+json">(.*?)<\/script>/gs;

async function faults(map) {
  const read = new XMLToSitemapItemStream({ level: ErrorLevel.THROW, logger: false });
  const ignore = new Writable({ objectMode: true, write: (_item, _encoding, done) => done() });
  const wrong = await pipeline(createReadStream(map), read, ignore).then(
    () => [],
    (error) => [error.message],
  );
  const { errors } = await validateXML({ xml: [{ fileName: map, contents: readFileSync(map, "utf8") }], schema });
  return [...wrong.map((message) => `${map}: ${message}`), ...errors.map((error) => error.rawMessage)];
}

function* things(site) {
  for (const path of readdirSync(site, { recursive: true }).filter((name) => name.endsWith(".html")))
    for (const [index, [, text]] of [...readFileSync(`${site}/${path}`, "utf8").matchAll(JSON_LD)].entries())
      yield [`things/${basename(site)}/${path}-${index}.ts`, JSON.stringify(JSON.parse(text), null, 1)];
}

const options = { strict: true, skipLibCheck: true, noEmit: true, module: "nodenext", types: [] };
rmSync("things", { recursive: true, force: true });
for (const site of process.argv.slice(2)) {
  const map = `${site}/sitemap.xml`; // only where the site's address is known
  for (const fault of existsSync(map) ? await faults(map) : []) {
    console.error(fault);
    process.exitCode = 1;
  }
  for (const [path, text] of things(site)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      `import type { Thing, WithContext } from "schema-dts";\n(${text}) satisfies WithContext<Thing>;\n`,
    );
  }
}
writeFileSync("things/tsconfig.json", JSON.stringify({ compilerOptions: options }));
