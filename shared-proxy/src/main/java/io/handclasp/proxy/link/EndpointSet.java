package io.handclasp.proxy.link;

import io.handclasp.proxy.http.Caller;
import io.handclasp.proxy.http.RequestHead;
import java.util.List;

/** Spreads exchanges over the endpoints of a route, one after the other. */
final class EndpointSet implements Upstream {
  private final List<EndpointLinks> endpoints;
  private int next;

  EndpointSet(List<EndpointLinks> endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  public UpstreamExchange open(
      RequestHead head, boolean last, Caller caller, UpstreamListener listener) {
    EndpointLinks chosen = endpoints.get(next);
    next = next + 1 == endpoints.size() ? 0 : next + 1;
    return chosen.open(head, last, listener);
  }

  @Override
  public int endpoints() {
    return endpoints.size();
  }
}
