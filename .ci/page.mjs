// The web page in a browser: filters, order, links, keyboard alone, a narrow screen, paper, light and dark, what a checker of accessibility
// says, and that nothing runs or is fetched whatever the inventory says. By hand, for one page or several:
//   npm install --prefix /tmp/page playwright-core axe-core && NODE_PATH=/tmp/page/node_modules node .ci/page.mjs REPORT.html
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {resolve} from "node:path";

const require = createRequire(process.env.NODE_PATH ? process.env.NODE_PATH + "/" : import.meta.url);
const {chromium} = require("playwright-core");
const browser = await chromium.launch({executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"]});
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const tried = async file => {
  const url = "file://" + resolve(file);

  const open = async options => {
    const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
    const page = await context.newPage();
    const complaints = [], requests = [];
    page.on("console", message => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", error => complaints.push(String(error)));
    page.on("request", request => requests.push(request.url()));
    page.on("dialog", dialog => { complaints.push(dialog.message()); dialog.dismiss(); });
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

  // From the top with the keyboard alone: to a filter, a word into it, and on to the heading that sorts.
  const keys = await open({});
  const reach = async found => {
    for (let step = 0; step < 200; step++) {
      await keys.page.keyboard.press("Tab");
      if (await keys.page.evaluate(found)) return;
    }
    assert.fail("not reached by the tabulator: " + found);
  };
  await reach(() => document.activeElement.name === "q");
  await keys.page.keyboard.type("security");
  await keys.page.waitForFunction(() => location.hash.includes("q=security"));
  await reach(() => document.activeElement.closest("#list thead"));
  await keys.page.keyboard.press("Enter");
  await keys.page.waitForFunction(() => location.hash.includes("sort="));
  assert.equal(await keys.page.evaluate(() => !!document.activeElement.closest("#list thead")), true, "the focus stays");
  assert.notEqual(await keys.page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), "none", "and is seen");
  assert.deepEqual([keys.complaints, keys.requests], [[], [url]]);

  const narrow = await open({viewport: {width: 375, height: 800}});
  assert.ok(await narrow.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out on a narrow screen");
  const [, matching] = (await narrow.page.textContent("#count")).match(/([\d.,\s]+)\D*$/);
  await narrow.page.pdf();
  const left = Number((await narrow.page.textContent("#left-gaps")).replace(/\D/g, ""));
  assert.equal(await shown(narrow.page) + left, Number(matching.replace(/\D/g, "")), "on paper is all that matches, or how much is left");

  for (const colorScheme of ["light", "dark"]) {
    // The page lets no script in but its own; the checker is let past that.
    const {page} = await open({colorScheme, bypassCSP: true});
    await page.addScriptTag({content: axe});
    const {violations} = await page.evaluate(() => axe.run(document));
    assert.deepEqual(violations.map(v => [v.impact, v.id, v.nodes.length]), [], colorScheme);
  }
  console.log(`${file}: ${all}; first paint ${Math.round(paint)} ms, filters ${times.map(Math.round).join(", ")} ms; nothing to complain of`);
};
for (const file of process.argv.slice(2)) await tried(file);
await browser.close();
