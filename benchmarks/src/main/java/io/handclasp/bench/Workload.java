package io.handclasp.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is asked of a pair. */
enum Workload {
  GET_1("get1", "GET 1 KiB, 1 connection", Kind.REQUESTS, 1, "/1k", 0),
  GET_64("get64", "GET 1 KiB, 64 connections", Kind.REQUESTS, 64, "/1k", 0),
  GET_512("get512", "GET 1 KiB, 512 connections", Kind.REQUESTS, 512, "/1k", 0),
  GET_5000("get5000", "GET 1 KiB, 5,000 connections", Kind.REQUESTS, 5_000, "/1k", 0),
  BACK_64("back64", "GET 1 KiB answered by the back, 64", Kind.REQUESTS, 64, "/fixed", 0),
  POST_64("post64", "POST 16 KiB, 64 connections", Kind.REQUESTS, 64, "/echo", 16 * 1024),
  DOWNLOADS("down", "GET 10 MiB, 8 connections", Kind.BYTES, 8, "/10m", 0),
  LATENCY("latency", "GET 1 KiB at a fixed rate, 64 connections", Kind.LATENCY, 64, "/1k", 0),
  FULL("full", "full handshake at the back, one GET each", Kind.HANDSHAKES, 8, "/fixed", 0),
  RESUMED(
      "resumed", "resumed handshake at the back, one GET each", Kind.HANDSHAKES, 8, "/fixed", 0),
  START("start", "start of both halves to the first answer", Kind.START, 1, "/1k", 0),
  MEMORY("memory", "memory idle, and per idle connection", Kind.MEMORY, 5_000, "/1k", 0);

  /** How it is run and what is told of it. */
  enum Kind {
    REQUESTS("CPU-µs/request", "requests/s"),
    BYTES("CPU-s/GiB", "MiB/s"),
    LATENCY("p99 µs", "p50 µs", "p99.9 µs"),
    HANDSHAKES("CPU-µs/handshake", "handshakes/s"),
    START("ms"),
    MEMORY("MiB idle", "KiB/connection", "MiB after load");

    private final String columns;

    Kind(String... columns) {
      this.columns = String.join(",", columns);
    }

    /** What is measured; ratios are told of the first. */
    List<String> columns() {
      return List.of(columns.split(","));
    }
  }

  private final String word;
  private final String title;
  private final Kind kind;
  private final int connections;
  private final String path;
  private final int body;

  Workload(String word, String title, Kind kind, int connections, String path, int body) {
    this.word = word;
    this.title = title;
    this.kind = kind;
    this.connections = connections;
    this.path = path;
    this.body = body;
  }

  static Workload of(String word) {
    return Arrays.stream(values())
        .filter(workload -> workload.word.equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("workload: " + word));
  }

  String word() {
    return word;
  }

  String title() {
    return title;
  }

  Kind kind() {
    return kind;
  }

  /** Whether each round starts its pairs anew. */
  boolean isOfFreshPairs() {
    return kind == Kind.START || kind == Kind.MEMORY;
  }

  /** The load that a JVM pair gets before: over one connection it would be cold for many. */
  Workload warming() {
    return kind == Kind.REQUESTS && body == 0 ? GET_64 : this;
  }

  /** What is warm once one of the same was warmed: bodies of requests go their own way. */
  String family() {
    return kind + (body == 0 ? "" : " with bodies");
  }

  int connections() {
    return connections;
  }

  String path() {
    return path;
  }

  int body() {
    return body;
  }
}
