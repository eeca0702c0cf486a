package io.handclasp.proxy.link;

import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.wire.Loop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All links of one event loop in one epoch: routes to the same endpoint share its connections. On
 * that loop only.
 */
public final class LinkSet {
  private final LinkSettings settings;
  private final Loop loop;
  private final Map<EndpointConfig, EndpointLinks> endpoints = new HashMap<>();

  /** No connections yet. */
  public LinkSet(LinkSettings settings, Loop loop) {
    this.settings = settings;
    this.loop = loop;
  }

  /** Requests to these endpoints, in turn. */
  public Upstream to(List<EndpointConfig> targets) {
    return new EndpointSet(targets.stream().map(this::links).toList());
  }

  /** Takes no new exchanges; connections close when theirs are done. */
  public void retire() {
    endpoints.values().forEach(EndpointLinks::retire);
  }

  /** Connections at present. */
  public int connections() {
    return endpoints.values().stream().mapToInt(EndpointLinks::connections).sum();
  }

  private EndpointLinks links(EndpointConfig endpoint) {
    return endpoints.computeIfAbsent(endpoint, key -> new EndpointLinks(key, settings, loop));
  }
}
