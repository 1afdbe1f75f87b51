// SPDX-License-Identifier: EUPL-1.2
// The files that walks upload and download: CSV in three codings, a small workbook, and readers of both. Written here, not taken from the
// product, so that a fault of the product's own reader or writer cannot hide itself.
import { inflateRawSync } from "node:zlib";

/** Rows as CSV. coding: utf-8, utf-8-bom or gb18030. */
export function csv(rows, coding = "utf-8") {
  const quote = (v) => (/[",\r\n]/.test(v) ? `"${v.replaceAll('"', '""')}"` : v);
  const text = rows.map((row) => row.map((v) => quote(String(v))).join(",")).join("\r\n") + "\r\n";
  if (coding === "gb18030") return gb18030(text);
  return Buffer.from((coding === "utf-8-bom" ? "\ufeff" : "") + text, "utf8");
}

let table; // of the two-byte part, by decoding all of it once
function gb18030(text) {
  if (!table) {
    table = new Map();
    const decoder = new TextDecoder("gb18030");
    for (let a = 0x81; a <= 0xfe; a++)
      for (let b = 0x40; b <= 0xfe; b++)
        if (b !== 0x7f) table.set(decoder.decode(Uint8Array.of(a, b)), [a, b]);
  }
  return Buffer.from([...text].flatMap((c) => (c.charCodeAt(0) < 0x80 ? [c.charCodeAt(0)] : table.get(c))));
}

export function parseCsv(text) {
  const rows = [];
  let row = [], cell = "", quoted = false;
  for (const c of text.replace(/^\ufeff/, "")) {
    if (quoted ? c !== '"' : !'",\n\r'.includes(c)) cell += c;
    else if (c === '"') { if (!quoted && row.quoted) cell += c; quoted = !quoted; row.quoted = true; }
    else if (c === ",") { row.push(cell); cell = ""; row.quoted = false; }
    else if (c === "\n") { row.push(cell); rows.push([...row]); row = []; cell = ""; }
  }
  return rows;
}

const escape = (v) => String(v).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const unescape = (v) => v.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&apos;", "'").replaceAll("&amp;", "&");
const column = (i) => String.fromCharCode(65 + i);

/** Rows as a workbook with one sheet. A number is written as a number, as a clerk's spreadsheet would. */
export function xlsx(rows) {
  const cells = (row, r) => row.map((v, i) => (typeof v === "number"
    ? `<c r="${column(i)}${r + 1}"><v>${v}</v></c>` : `<c r="${column(i)}${r + 1}" t="inlineStr"><is><t>${escape(v)}</t></is></c>`)).join("");
  const sheet = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${
    rows.map((row, r) => `<row r="${r + 1}">${cells(row, r)}</row>`).join("")}</sheetData></worksheet>`;
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const package_ = "http://schemas.openxmlformats.org/package/2006";
  return zip({
    "[Content_Types].xml": `<Types xmlns="${package_}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${package_}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${package_}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": sheet,
  });
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** A ZIP with its parts stored. */
function zip(parts) {
  const local = [], central = [];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const body = Buffer.from(text, "utf8"), path = Buffer.from(name, "utf8");
    const head = Buffer.alloc(30), entry = Buffer.alloc(46);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt32LE(crc32(body), 14);
    head.writeUInt32LE(body.length, 18);
    head.writeUInt32LE(body.length, 22);
    head.writeUInt16LE(path.length, 26);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(at, 42);
    local.push(head, path, body);
    central.push(entry, path);
    at += 30 + path.length + body.length;
  }
  const directory = Buffer.concat(central), end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(central.length / 2, 8);
  end.writeUInt16LE(central.length / 2, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, directory, end]);
}

/** Parts of a ZIP by name, through its central directory. */
export function unzip(bytes) {
  const parts = {};
  let at = bytes.readUInt32LE(bytes.lastIndexOf(Buffer.from("PK\x05\x06")) + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const [method, size, name, extra, note, head] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28),
      bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const from = head + 30 + bytes.readUInt16LE(head + 26) + bytes.readUInt16LE(head + 28);
    const body = bytes.subarray(from, from + size);
    parts[bytes.toString("utf8", at + 46, at + 46 + name)] = method === 8 ? inflateRawSync(body) : body;
    at += 46 + name + extra + note;
  }
  return parts;
}

/** The first sheet of a workbook as rows of texts. */
export function parseXlsx(bytes) {
  const parts = unzip(bytes);
  const texts = (xml) => unescape([...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map((m) => m[1]).join(""));
  const shared = [...(parts["xl/sharedStrings.xml"]?.toString() ?? "").matchAll(/<si>(.*?)<\/si>/gs)].map((m) => texts(m[1]));
  return [...parts["xl/worksheets/sheet1.xml"].toString().matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map((row) => {
    const cells = [];
    for (const [, attributes, body] of row[1].matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const value = body?.match(/<v>([^<]*)<\/v>/)?.[1] ?? "";
      cells[attributes.match(/r="([A-Z])/)[1].charCodeAt(0) - 65] = attributes.includes('t="s"') ? shared[value] : body?.includes("<is>") ? texts(body) : unescape(value);
    }
    return Array.from(cells, (v) => v ?? "");
  });
}

/** A unified social credit code that passes its check (GB 32100), from a serial number. Organisation codes MW… are this test's own. */
export function uscc(serial) {
  const digits = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const org = `MW${String(serial).padStart(6, "0")}`;
  const value = (c) => (c >= "0" && c <= "9" ? c.charCodeAt(0) - 48 : c.charCodeAt(0) - 55);
  const sum = [...org].reduce((s, c, i) => s + value(c) * [3, 7, 9, 10, 5, 8, 4, 2][i], 0);
  const check = 11 - (sum % 11);
  const body = `52440823${org}${check === 10 ? "X" : check === 11 ? "0" : check}`;
  const total = [...body].reduce((s, c, i) => s + digits.indexOf(c) * [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28][i], 0);
  return body + digits[(31 - (total % 31)) % 31];
}
