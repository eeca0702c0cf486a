package io.handclasp.proxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which requests go where. The first route that matches wins, in the order of the file.
 *
 * @param host the request's host, without port, lower case; {@code *} matches any, {@code
 *     *.example.org} any label in front
 * @param pathPrefix matches whole segments of the normalised path; {@code /} matches all
 * @param target what happens with them
 * @param allow which verified peers may use it; null means each
 */
public record RouteConfig(
    String host, String pathPrefix, Target target, @Nullable AllowConfig allow) {
  /** For each verified peer. */
  public RouteConfig(String host, String pathPrefix, Target target) {
    this(host, pathPrefix, target, null);
  }

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
