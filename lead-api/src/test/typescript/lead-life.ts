/**
 * A lead's life, told by a client in TypeScript whose types are generated from the service's own description:
 *
 *     npx openapi-typescript http://localhost:8080/v3/api-docs -o api.ts
 *     npx tsc
 *     node --enable-source-maps --env-file=lead-life.env js/lead-life.js
 *
 * The environment has CLOSEDLOOP_URL, and a key for each who takes part: CLOSEDLOOP_MARKETING_KEY (role MARKETING),
 * CLOSEDLOOP_SALES_KEY (SALES) and CLOSEDLOOP_AUDITOR_KEY (AUDITOR). Where anything is not as it should be the program
 * says what, and ends with 1.
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Problem = components["schemas"]["Problem"];

/** Some answers can also be had as CSV, Parquet or streams; this client asks for JSON, and so has only its types. */
type Json = "application/json" | "application/problem+json";

/** What was answered; a refusal ends the program with the problem's own words. */
function answered<T>(answer: { data?: T; error?: Problem; response: Response }): T {
  const { data, error, response } = answer;
  if (data === undefined) {
    const errors = (error?.errors ?? []).map(({ pointer, detail }) => `; ${pointer}: ${detail}`).join("");
    throw new Error(`${response.url} answered ${response.status} ${error?.code}: ${error?.detail}${errors}`);
  }
  return data;
}

/** What was refused, and why; it is an error if it was not. */
function refused(answer: { data?: unknown; error?: Problem; response: Response }): Problem {
  if (answer.error === undefined) {
    throw new Error(`${answer.response.url} was to be refused, and answered ${answer.response.status}`);
  }
  return answer.error;
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set`);
  }
  return value;
}

function clientOf(who: "MARKETING" | "SALES" | "AUDITOR") {
  return createClient<paths, Json>({
    baseUrl: setting("CLOSEDLOOP_URL"),
    headers: { Accept: "application/json", Authorization: `Bearer ${setting(`CLOSEDLOOP_${who}_KEY`)}` },
  });
}

const marketing = clientOf("MARKETING");
const sales = clientOf("SALES");
const auditor = clientOf("AUDITOR");

// Names of its own, so that it may be run as often as one likes.
const campaign = `spring-${randomUUID()}`;
const city = `Köln: ${campaign} & Umgebung`;
const leadId = randomUUID();
const thisLead = { path: { leadId } };

// Marketing registers the lead. Sent twice under one idempotency key, it gets the same answer again.
const registration = {
  params: { header: { "Idempotency-Key": `row-${leadId}` } },
  body: {
    leadId,
    contact: { name: "Ana Souza", email: `${leadId}@example.com` },
    source: { channel: "PAID_SEARCH", campaign, sourcedBy: "MARKETING" },
    attributes: { city, employees: 120, exporting: true },
  },
} as const;
const first = await marketing.POST("/v1/leads", registration);
const second = await marketing.POST("/v1/leads", registration);
assert.equal(first.response.status, 201);
assert.equal(first.response.headers.get("Location"), `/v1/leads/${leadId}`);
assert.deepEqual(answered(second), answered(first));
assert.equal(second.response.headers.get("Idempotency-Replayed"), "true");

// The same person once more, under another id, is refused, and the problem names the lead that is there.
const duplicate = refused(
  await marketing.POST("/v1/leads", { body: { ...registration.body, leadId: randomUUID() } }),
);
assert.equal(duplicate.code, "duplicate-lead");
assert.deepEqual(duplicate.leadIds, [leadId]);

answered(
  await marketing.POST("/v1/leads/{leadId}/touches", {
    params: thisLead,
    body: { type: "WEBINAR", by: "LEAD", channel: "EMAIL", campaign, questions: ["price"] },
  }),
);
const qualified = answered(await marketing.POST("/v1/leads/{leadId}/qualify-marketing", { params: thisLead, body: {} }));
assert.equal(qualified.stage, "MQL");
assert.equal(qualified.acceptance, "AWAITING");

// Too early: the problem says what can be asked of the lead instead.
const tooEarly = refused(
  await sales.POST("/v1/leads/{leadId}/close-won", {
    params: thisLead,
    body: { amount: { amount: "1054.00", currency: "EUR" } },
  }),
);
assert.equal(tooEarly.status, 409);
assert.equal(tooEarly.code, "command-not-allowed");
assert.equal(tooEarly.stage, "MQL");
assert.ok(tooEarly.allowedCommands?.includes("AcceptLead"), "a lead that waits can be accepted");

// Sales takes it over, and wins it. Money is a text, so that no digit is lost on the way.
answered(await marketing.POST("/v1/leads/{leadId}/assign", { params: thisLead, body: { rep: "ann" } }));
answered(await sales.POST("/v1/leads/{leadId}/accept", { params: thisLead, body: { rep: "ann" } }));
answered(
  await sales.POST("/v1/leads/{leadId}/qualify-sales", {
    params: thisLead,
    body: {
      checklist: { budget: true, need: true },
      expectedAmount: { amount: "1000.00", currency: "EUR" },
      expectedCloseDate: "2030-01-31",
    },
  }),
);
const version = answered(await sales.GET("/v1/leads/{leadId}", { params: thisLead })).version;
const won = answered(
  await sales.POST("/v1/leads/{leadId}/close-won", {
    params: { ...thisLead, header: { "If-Match": `"${version}"` } },
    body: { amount: { amount: "1054.00", currency: "EUR" } },
  }),
);
assert.equal(won.outcome, "WON");
assert.deepEqual(won.events, ["LeadWon"]);
const minPosition = won.position ?? assert.fail("a command that was carried out has a position");

// Its history: each event with its own fields, and the lead before and after it.
const history = answered(await auditor.GET("/v1/leads/{leadId}/history", { params: thisLead })).items;
assert.deepEqual(
  history.map(({ type }) => type),
  ["LeadRegistered", "TouchRecorded", "LeadMarketingQualified", "LeadAssigned", "LeadAccepted", "LeadSalesQualified", "LeadWon"],
);
for (const item of history) {
  switch (item.type) {
    case "LeadRegistered":
      assert.equal(item.data.source.campaign, campaign);
      assert.equal(item.data.attributes?.["city"], city);
      assert.equal(item.data.contact?.name, "Ana Souza");
      break;
    case "TouchRecorded":
      assert.equal(item.data.type, "WEBINAR");
      assert.deepEqual(item.data.questions, ["price"]);
      break;
    case "LeadAccepted":
      assert.equal(item.data.rep, "ann");
      assert.equal(item.before?.acceptance, "AWAITING");
      break;
    case "LeadWon":
      assert.deepEqual(item.data.amount, { amount: "1054.00", currency: "EUR" });
      assert.equal(item.before?.stage, "SQL");
      assert.deepEqual(item.after.amount, item.data.amount);
      break;
  }
}

// The log, as it came about; whoever follows it goes on after the position of the last event.
const page = answered(
  await auditor.GET("/v1/events", { params: { query: { after: 0, subject: [leadId], minPosition, limit: 100 } } }),
);
assert.deepEqual(
  page.items.map(({ id }) => id),
  history.map(({ eventId }) => eventId),
);
const revenue = page.items.flatMap((event) => (event.type === "LeadWon" ? [event.data.amount.amount] : []));
assert.deepEqual(revenue, ["1054.00"]);

// Which leads are from that city? A name and a value in one parameter, whatever signs the value has.
const found = answered(
  await auditor.GET("/v1/leads", { params: { query: { attr: [`city:${city}`], outcome: "WON", minPosition } } }),
);
assert.deepEqual(
  found.items.map((lead) => lead.leadId),
  [leadId],
);

// What came of the campaign, and who is behind the number?
const asked = { campaign: [campaign], groupBy: ["channel", "campaign"], minPosition };
const report = answered(await auditor.GET("/v1/reports/campaigns", { params: { query: asked } }));
const row = report.rows[0] ?? assert.fail("the campaign has a row");
assert.deepEqual(row.key, { channel: "PAID_SEARCH", campaign });
assert.equal(row.won, 1);
assert.deepEqual(row.revenue, [{ amount: "1054.00", currency: "EUR" }]);
assert.equal(row.leadToWin.value, 1);
const behind = answered(
  await auditor.GET("/v1/reports/campaigns/leads", {
    params: { query: { ...asked, key: ["channel:PAID_SEARCH", `campaign:${campaign}`], column: "won" } },
  }),
);
assert.deepEqual(
  behind.items.map((unit) => unit.leadId),
  [leadId],
);

console.log(`${leadId} was won for ${row.revenue[0]?.amount} ${row.revenue[0]?.currency}`);
