#include "project/project.h"

namespace levada::app {

namespace {

constexpr const char* kConnectorSchema = R"json({
            "oneOf": [
              {"type": "string", "description": "Airbyte low-code manifest, relative to this file"},
              {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                  "manifest": {"type": "string", "description": "Airbyte low-code manifest, relative to this file"},
                  "package": {"type": "string", "description": "PyPI package: airbyte-source-x==1.0 or tap-x"},
                  "command": {"type": ["string", "array"], "items": {"type": "string"}, "description": "Program of your own"},
                  "protocol": {"enum": ["airbyte", "singer"], "description": "Default: singer for tap-*, else airbyte"},
                  "program": {"type": "string", "description": "The package's program, if not called as the package"},
                  "python": {"type": "string", "description": "Makes the virtual environment. Default: python3"},
                  "requirements": {"type": ["string", "array"], "items": {"type": "string"}, "description": "More packages"},
                  "environment": {"type": "object", "description": "Variables that the program sees"},
                  "memory_mb": {"type": "integer", "minimum": 0, "description": "Default: 2048; 0: no limit"},
                  "time_limit": {"type": "string", "description": "Longest read: 30m, 6h. Default: 24h"},
                  "silence_limit": {"type": "string", "description": "Longest time without a line. Default: 90m"}
                }
              }
            ]
          })json";

constexpr const char* kLimitsSchema = R"json("overwrite": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "shrink_percent_max": {
                "type": "integer", "minimum": 0, "maximum": 100,
                "description": "A run that would take more of an overwritten table's rows away is refused. Default: 100"
              },
              "when_empty": {
                "enum": ["keep", "replace"],
                "description": "Whether a source that gives nothing empties an overwritten table. Default: keep"
              }
            }
          },
          "dead_letters": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "count_max": {"type": "integer", "minimum": 0, "description": "More in one run stop the stream. Default: no limit"},
              "percent_max": {
                "type": "integer", "minimum": 0, "maximum": 100,
                "description": "A larger share of a commit's records stops the stream. Default: 100"
              }
            }
          },
          "retries": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "count_min": {"type": "integer", "minimum": 0, "description": "Requests that a run may always send again. Default: 1000"},
              "percent_max": {
                "type": "integer", "minimum": 0, "maximum": 100,
                "description": "And beyond that, of its requests. When both are spent, the stream ends. Default: 20"
              }
            }
          },
          "attempts_max": {"type": "integer", "minimum": 1, "maximum": 100, "description": "Runs in all when a scheduled one fails. Default: 1"},
          "attempt_wait": {"type": "string", "description": "Longest wait before the second one, doubled for each next. Default: 1m"},
          "attempt_wait_max": {"type": "string", "description": "Longest wait of all. Default: 1h"},)json";

constexpr const char* kHostRetriesSchema = R"json(    "retries": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "count_min": {"type": "integer", "minimum": 0, "description": "Requests to one host that may always be sent again, by all pipelines. Default: 500"},
        "percent_max": {"type": "integer", "minimum": 0, "maximum": 100, "description": "And beyond that, of all requests to it. Default: 20"},
        "window": {"type": "string", "description": "Time that is counted. Default: 10m"}
      }
    },)json";

constexpr const char* kServeSchema = R"json(    "serve": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "host": {"type": "string", "description": "Address to listen on. Default: 127.0.0.1"},
        "port": {"type": "integer", "minimum": 0, "maximum": 65535, "description": "Default: 8080; 0 takes a free one"},
        "api_key": {"type": "string", "description": "Demanded of every request; needed when host is not loopback"}
      }
    },)json";

constexpr const char* kLoadingSchema = R"json(    "loading": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "backlog_mb": {"type": "integer", "minimum": 1, "maximum": 1000000000, "description": "What a stream may have read and not in its table yet; then reading waits. Default: 512"},
        "backlog_total_mb": {"type": "integer", "minimum": 1, "maximum": 1000000000, "description": "The same of all streams of a run together. Default: 2048"},
        "refused_for_max": {"type": "string", "pattern": "^([0-9]+[smhd])+$", "description": "A wait for tables that take nothing ends the run after this. Default: 1h"}
      }
    },)json";

}  // namespace

std::string project_json_schema() {
    return R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "levada.yaml",
  "type": "object",
  "additionalProperties": false,
  "required": ["pipelines"],
  "properties": {
    "version": {"const": 1},
)json" + std::string(kServeSchema) +
           R"json(
    "retention": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "queue_mb": {"type": "integer", "minimum": 1, "maximum": 1000000000, "description": "What a topic keeps of loaded batches. Default: 1024"},
        "raw_days": {"type": "integer", "minimum": 0, "maximum": 36500, "description": "Responses of older runs are removed after a run. Default: 0, for ever"},
        "dead_letter_days": {"type": "integer", "minimum": 0, "maximum": 36500, "description": "Replayed and discarded dead letters that are older are removed after a run. Default: 0, for ever"}
      }
    },
)json" + std::string(kLoadingSchema) +
           "\n" + std::string(kHostRetriesSchema) +
           R"json(
    "pipelines": {
      "type": "object",
      "additionalProperties": {
        "type": "object",
        "additionalProperties": false,
        "required": ["connector"],
        "properties": {
          "connector": )json" +
           std::string(kConnectorSchema) + R"json(,
          "config": {"type": "object", "description": "The connector's configuration; ${env:X}, ${file:P}, ${secret:N}"},
          "config_file": {"type": "string", "description": "The same, in a JSON or YAML file of its own"},
          "streams": {
            "oneOf": [
              {"type": "array", "items": {"type": "string"}},
              {
                "type": "object",
                "additionalProperties": {
                  "type": ["object", "null"],
                  "additionalProperties": false,
                  "properties": {
                    "sync_mode": {"enum": ["full_refresh", "incremental"]},
                    "destination_sync_mode": {"enum": ["overwrite", "append", "append_dedup"]},
                    "primary_key": {"type": ["string", "array"], "items": {"type": "string"}},
                    "cursor_field": {"type": ["string", "array"], "items": {"type": "string"}}
                  }
                }
              }
            ]
          },
          "schedule": {"type": "string", "description": "Cron: minute hour day month weekday"},
          "timezone": {"type": "string", "description": "IANA name for schedule. Default: UTC"},
          "every": {"type": "string", "pattern": "^([0-9]+[smhd])+$", "description": "Interval: 30s, 15m, 1h30m, 1d"},
          )json" +
           std::string(kLimitsSchema) + R"json(
          "concurrency": {
            "type": "integer", "minimum": 1, "maximum": 32,
            "description": "Streams read at once, at most the manifest's max_concurrency. Default: its concurrency_level, else 2"
          },
          "http_rewrite": {"type": "string", "description": "Base URL that replaces https://HOST; {host} is put in"}
        }
      }
    }
  }
}
)json";
}

}  // namespace levada::app
