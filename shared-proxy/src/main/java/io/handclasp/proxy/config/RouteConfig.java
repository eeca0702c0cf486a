package io.handclasp.proxy.config;

import java.util.List;

/**
 * Which requests go where. The first route that matches wins, in the order of the file.
 *
 * @param host the request's host, without port, lower case; {@code *} matches any, {@code
 *     *.example.org} any label in front
 * @param pathPrefix matches whole segments of the normalised path; {@code /} matches all
 * @param target what happens with them
 */
public record RouteConfig(String host, String pathPrefix, Target target) {
  /** What a route leads to. */
  public sealed interface Target {}

  /**
   * Forwarded to one of several endpoints.
   *
   * @param endpoints never empty
   * @param upstream how they take turns, and what happens when they fail
   */
  public record Forward(List<EndpointConfig> endpoints, UpstreamConfig upstream) implements Target {
    /** With the defaults. */
    public Forward(List<EndpointConfig> endpoints) {
      this(endpoints, UpstreamConfig.defaults());
    }

    /** Checks and copies. */
    public Forward {
      endpoints = List.copyOf(endpoints);
      if (endpoints.isEmpty()) {
        throw new IllegalArgumentException("endpoints: none (expected: at least one)");
      }
    }
  }

  /**
   * Answered by the back itself.
   *
   * @param service with what
   */
  public record BuiltIn(ServiceConfig service) implements Target {}
}
