// The web page in a browser: filters, order, links, keyboard, light and dark, and what a checker of accessibility says. By hand:
//   npm install --prefix /tmp/page playwright-core axe-core && NODE_PATH=/tmp/page/node_modules node .ci/page.mjs REPORT.html
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {resolve} from "node:path";

const require = createRequire(process.env.NODE_PATH ? process.env.NODE_PATH + "/" : import.meta.url);
const {chromium} = require("playwright-core");
const url = "file://" + resolve(process.argv[2]);
const browser = await chromium.launch({executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"]});

const open = async options => {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  const page = await context.newPage();
  const complaints = [], requests = [];
  page.on("console", message => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", error => complaints.push(String(error)));
  page.on("request", request => requests.push(request.url()));
  await page.goto(url);
  await page.waitForSelector("#list tbody tr");
  return {page, complaints, requests};
};
const hash = page => page.evaluate(() => decodeURIComponent(location.hash));
const shown = page => page.locator("#list tbody tr").count();

const {page, complaints, requests} = await open({});
assert.deepEqual(requests, [url], "nothing is fetched");
const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
const timed = (selector, value, event) => page.evaluate(([selector, value, event]) => {
  const input = document.querySelector(selector), start = performance.now();
  input.value = value;
  input.dispatchEvent(new Event(event));
  document.body.offsetHeight;
  return performance.now() - start;
}, [selector, value, event]);
const all = await page.textContent("#count");
const times = [await timed("select[name=severity]", "critical", "change"), await timed("input[name=q]", "data privacy", "input")];
await page.click("#filters button");
assert.equal(await page.textContent("#count"), all, "all are shown again");
await page.locator("#list thead button").nth(5).click();
assert.match(await hash(page), /sort=due/);
assert.equal(await page.locator("#list th[aria-sort=ascending]").count(), 1);
await page.locator("#list tbody tr td:nth-child(4) a").first().click();
assert.match(await hash(page), /^#gap=/);
assert.equal(await shown(page), 1, "a link shows one gap");
const link = page.url();
await page.goto("about:blank");
await page.goto(link);
await page.waitForSelector("#one dl");
assert.equal(await shown(page), 1, "and does for whoever gets it");
await page.focus('#heat td a[tabindex="0"]');
const before = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
await page.keyboard.press("ArrowDown");
assert.notEqual(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), before, "arrows go on");
await page.keyboard.press("Enter");
await page.waitForFunction(() => location.hash.startsWith("#system="));
assert.deepEqual(complaints, []);

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
for (const colorScheme of ["light", "dark"]) {
  // The page lets no script in but its own; the checker is let past that.
  const {page} = await open({colorScheme, bypassCSP: true});
  await page.addScriptTag({content: axe});
  const {violations} = await page.evaluate(() => axe.run(document));
  assert.deepEqual(violations.map(v => [v.impact, v.id, v.nodes.length]), [], colorScheme);
}
await browser.close();
console.log(`${all}; first paint ${Math.round(paint)} ms, filters ${times.map(Math.round).join(", ")} ms; nothing to complain of`);
