// PouchDB on LevelDB doing what the bench asks: node pouch_run.js ROWS FOLDER. Replication from database to database; what
// travels is counted as the JSON of the documents. Prints one JSON object of seconds, bytes and megabytes.
"use strict";
const fs = require("fs");
const path = require("path");
const PouchDB = require("pouchdb");

const [rows, folder] = process.argv.slice(2);
const size = (place) => fs.statSync(place).isDirectory()
  ? fs.readdirSync(place).reduce((sum, name) => sum + size(path.join(place, name)), 0) : fs.statSync(place).size;

async function took(work) {
  const begin = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - begin) / 1e9;
}

async function edit(database, ids, venue) {
  for (let at = 0; at < ids.length; at += 500) {
    const found = await database.allDocs({ keys: ids.slice(at, at + 500), include_docs: true });
    await database.bulkDocs(found.rows.map((row) => ({ ...row.doc, venue })));
  }
}

async function main() {
  const one = new PouchDB(path.join(folder, "one"));
  const two = new PouchDB(path.join(folder, "two"));
  const docs = fs.readFileSync(rows, "utf8").trim().split("\n").map((line) => {
    const { id, ...rest } = JSON.parse(line);
    return { _id: id, ...rest };
  });
  for (let at = 0; at < docs.length; at += 500) await one.bulkDocs(docs.slice(at, at + 500));
  const found = {};
  const options = { batch_size: 500, batches_limit: 10 };
  let sent = null;
  found.export = await took(async () => { sent = JSON.stringify(await one.allDocs({ include_docs: true })); });
  found.bundle = Buffer.byteLength(sent);
  sent = null;
  found.import = await took(() => two.replicate.from(one, options));
  found.peak = process.resourceUsage().maxRSS / 1024;
  found.again = await took(() => two.replicate.from(one, { ...options, since: 0 }));
  const ids = docs.map((doc) => doc._id).sort();
  const share = Math.floor(ids.length / 10);
  await edit(one, ids.slice(0, share), "Aula 0");
  await edit(two, ids.slice(Math.floor(share / 2), share), "Aula 1");
  found.edits = await took(() => two.replicate.from(one, options));
  await two.close();
  found.database = size(path.join(folder, "two"));
  console.log(JSON.stringify(found));
}

main();
