package io.handclasp.proxy.metrics;

import io.handclasp.proxy.forward.ExchangeCompleted;
import io.handclasp.proxy.forward.ExchangeListener;
import io.handclasp.proxy.http.FailureKind;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Counts requests. Each event loop has its own cells per route, found by the route's name, whose
 * hash is kept in it; the names come from the configuration, so that their number is bounded.
 */
final class RequestMetrics implements ExchangeListener {
  private static final String NO_ROUTE = "none";

  /** Limits and time limits, and what ends a request that meets them. */
  private static final Map<FailureKind, String> LIMITS = limits();

  private final Queue<Map<String, RouteCounts>> lanes = new ConcurrentLinkedQueue<>();
  private final FastThreadLocal<Map<String, RouteCounts>> lane =
      new FastThreadLocal<>() {
        @Override
        protected Map<String, RouteCounts> initialValue() {
          Map<String, RouteCounts> made = new ConcurrentHashMap<>();
          lanes.add(made);
          return made;
        }
      };

  @Override
  public void onCompleted(ExchangeCompleted exchange) {
    String route = exchange.route() == null ? NO_ROUTE : exchange.route();
    Map<String, RouteCounts> mine = lane.get();
    RouteCounts counts = mine.get(route);
    if (counts == null) {
      counts = new RouteCounts();
      mine.put(route, counts);
    }
    counts.add(exchange);
  }

  void collect(Families families) {
    Map<String, RouteCounts.Sum> routes = sums();
    Family.Counter requests =
        families.counter(
            "handclasp_requests", "Requests that ended, by route, status answered and ending.");
    Family.Histogram took =
        families.histogram(
            "handclasp_request_duration_seconds",
            "From the first byte of a request's head to the end of its exchange.");
    Family.Histogram awaited =
        families.histogram(
            "handclasp_upstream_response_seconds",
            "From a request's head sent on to the head of the next hop's answer.");
    Family.Counter in =
        families.counter("handclasp_request_body_bytes", "Body bytes received of requests.");
    Family.Counter out =
        families.counter("handclasp_response_body_bytes", "Body bytes sent in answers.");
    Family.Counter retries =
        families.counter("handclasp_retries", "Times that a request was sent anew.");
    routes.forEach(
        (route, sum) -> {
          addRequests(requests, route, sum);
          for (int i = 0; i < sum.took.length; i++) {
            took.add(sum.took[i], "route", route, "status", Statuses.label(i));
          }
          awaited.add(sum.awaited, "route", route);
          in.add(sum.requestBytes, "route", route);
          out.add(sum.responseBytes, "route", route);
          retries.add(sum.retries, "route", route);
        });
    addLimits(families, routes);
  }

  private Map<String, RouteCounts.Sum> sums() {
    Map<String, RouteCounts.Sum> sums = new TreeMap<>();
    for (Map<String, RouteCounts> one : lanes) {
      one.forEach(
          (route, counts) -> sums.computeIfAbsent(route, key -> new RouteCounts.Sum()).add(counts));
    }
    return sums;
  }

  private static void addRequests(Family.Counter requests, String route, RouteCounts.Sum sum) {
    for (int slot = 0; slot < sum.done.length; slot++) {
      if (sum.done[slot] > 0) {
        requests.add(
            sum.done[slot], "route", route, "status", Statuses.label(slot), "ending", "done");
      }
    }
    sum.failed.forEach(
        (how, count) ->
            requests.add(
                count,
                "route",
                route,
                "status",
                Statuses.label(how.slot()),
                "ending",
                how.kind().code()));
  }

  private static void addLimits(Families families, Map<String, RouteCounts.Sum> routes) {
    Map<String, Long> hits = new TreeMap<>();
    LIMITS.values().forEach(limit -> hits.put(limit, 0L));
    for (RouteCounts.Sum sum : routes.values()) {
      sum.failed.forEach(
          (how, count) -> {
            String limit = LIMITS.get(how.kind());
            if (limit != null) {
              hits.merge(limit, count, Long::sum);
            }
          });
    }
    Family.Counter limits =
        families.counter("handclasp_limits_hit", "Requests that ended at a limit or a time limit.");
    hits.forEach((limit, count) -> limits.add(count, "limit", limit));
  }

  private static Map<FailureKind, String> limits() {
    Map<FailureKind, String> limits = new EnumMap<>(FailureKind.class);
    limits.put(FailureKind.REQUEST_LINE_TOO_LONG, "request_line");
    limits.put(FailureKind.REQUEST_FIELDS_TOO_LARGE, "request_fields");
    limits.put(FailureKind.REQUEST_BODY_TOO_LARGE, "request_body");
    limits.put(FailureKind.RESPONSE_FIELDS_TOO_LARGE, "response_fields");
    limits.put(FailureKind.OVERLOADED, "concurrent_requests");
    limits.put(FailureKind.REQUEST_TIMEOUT, "request_time");
    limits.put(FailureKind.RESPONSE_TIMEOUT, "response_time");
    limits.put(FailureKind.BODY_TIMEOUT, "body_time");
    limits.put(FailureKind.SLOW_READER, "reading_time");
    limits.put(FailureKind.CONNECT_TIMEOUT, "connect_time");
    limits.put(FailureKind.TLS_TIMEOUT, "handshake_time");
    return limits;
  }
}
