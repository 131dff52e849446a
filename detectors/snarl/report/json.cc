// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/json.h"

#include "snarl/report/json_writer.h"

namespace snarl::report {
namespace {

void Write(JsonWriter& json, const Stack& stack) {
  json.BeginArray();
  for (const Frame& frame : stack) {
    json.BeginObject();
    json.Key("function").String(frame.function);
    json.Key("file").String(frame.file);
    json.Key("line").Number(frame.line);
    json.Key("module").String(frame.module);
    json.Key("offset").Unsigned(frame.offset);
    json.EndObject();
  }
  json.EndArray();
}

void Write(JsonWriter& json, const Holding& holding) {
  json.BeginObject();
  json.Key("lock").Unsigned(holding.lock);
  json.Key("shared").Bool(holding.shared);
  Write(json.Key("taken"), holding.taken);
  json.EndObject();
}

void Write(JsonWriter& json, const ThreadInfo& thread) {
  json.BeginObject();
  json.Key("id").Unsigned(thread.id);
  json.Key("name").String(thread.name);
  json.Key("os_id").Unsigned(thread.os_id);
  Write(json.Key("created"), thread.created);
  json.Key("holds").BeginArray();
  for (const Holding& holding : thread.holds) Write(json, holding);
  json.EndArray();
  json.Key("waits_for").Unsigned(thread.waits_for);
  json.Key("waits_how").String(thread.waits_how);
  json.Key("waited_ms").Number(thread.waited_ms);
  Write(json.Key("now"), thread.now);
  if (!thread.doing.empty()) json.Key("doing").String(thread.doing);
  json.EndObject();
}

void Write(JsonWriter& json, const LockInfo& lock) {
  json.BeginObject();
  json.Key("name").String(lock.name);
  json.Key("kind").String(lock.kind);
  json.Key("id").Unsigned(lock.id);
  Write(json.Key("made"), lock.made);
  json.EndObject();
}

void Write(JsonWriter& json, const Step& step) {
  json.BeginObject();
  json.Key("thread").Unsigned(step.thread);
  json.Key("what").String(step.what);
  json.Key("held").Unsigned(step.held);
  json.Key("wanted").Unsigned(step.wanted);
  Write(json.Key("first"), step.first);
  Write(json.Key("second"), step.second);
  json.EndObject();
}

template <class Item>
void WriteAll(JsonWriter& json, const std::vector<Item>& items) {
  json.BeginArray();
  for (const Item& item : items) Write(json, item);
  json.EndArray();
}

}  // namespace

std::string FindingAsJson(const Finding& finding) {
  JsonWriter json(/*level=*/2);
  json.BeginObject();
  json.Key("kind").String(Name(finding.kind));
  json.Key("certainty").String(Name(finding.certainty));
  json.Key("watcher").String(Name(finding.watcher));
  json.Key("summary").String(finding.summary);
  json.Key("advice").String(finding.advice);
  json.Key("fingerprint").String(finding.fingerprint);
  json.Key("count").Unsigned(finding.count);
  WriteAll(json.Key("threads"), finding.threads);
  WriteAll(json.Key("locks"), finding.locks);
  WriteAll(json.Key("witness"), finding.witness);
  json.EndObject();
  return json.text();
}

std::string DocumentAsJson(const ProcessInfo& process, const std::vector<std::string>& findings,
                           const std::vector<Dismissed>& dismissed, const std::map<std::string, std::uint64_t>& stats) {
  JsonWriter json;
  json.BeginObject();
  json.Key("schema").String("snarl-findings/1");
  json.Key("process").BeginObject();
  json.Key("pid").Number(process.pid);
  json.Key("command").String(process.command);
  json.Key("started").String(process.started);
  json.Key("ended").String(process.ended);
  json.EndObject();
  json.Key("findings").BeginArray();
  for (const std::string& finding : findings) json.Raw(finding);
  json.EndArray();
  json.Key("dismissed").BeginArray();
  for (const Dismissed& one : dismissed) {
    json.BeginObject();
    json.Key("cycle").String(one.cycle);
    json.Key("reason").String(one.reason);
    json.EndObject();
  }
  json.EndArray();
  json.Key("stats").BeginObject();
  for (const auto& [name, value] : stats) json.Key(name).Unsigned(value);
  json.EndObject();
  json.EndObject();
  return json.text() + "\n";
}

}  // namespace snarl::report
