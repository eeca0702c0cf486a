package io.handclasp.proxy.link;

import static java.util.Objects.requireNonNull;

import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.wire.Deadline;
import io.handclasp.proxy.wire.Loop;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint that is configured by name can be found: each address of the name, with links
 * of its own. While it is in use the name service is asked again and again; an address that appears
 * gets its share of the requests from then on, one that disappears finishes what it has. On one
 * event loop.
 */
final class EndpointPlaces {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final EndpointConfig endpoint;
  private final LinkSettings settings;
  private final Loop loop;
  private final Deadline look;
  private final List<Listener> listeners = new ArrayList<>();
  private final Map<InetAddress, EndpointLinks> places = new LinkedHashMap<>();

  /** Links of addresses that disappeared, until they have finished. */
  private final List<EndpointLinks> leaving = new ArrayList<>();

  private boolean resolving;
  private boolean retired;

  /** Hears of changes, on the event loop. */
  interface Listener {
    /** {@link #all()} is another. */
    void onPlaces();

    /** The name has no address that is known. */
    void onUnresolved(UpstreamFailure failure);
  }

  EndpointPlaces(EndpointConfig endpoint, LinkSettings settings, Loop loop) {
    this.endpoint = endpoint;
    this.settings = settings;
    this.loop = loop;
    this.look = loop.deadlines().open(this::look);
    look.in(LOOK);
  }

  void listen(Listener listener) {
    listeners.add(listener);
  }

  EndpointConfig endpoint() {
    return endpoint;
  }

  /** The links of each address; empty while none is known. */
  Collection<EndpointLinks> all() {
    return places.values();
  }

  boolean isResolving() {
    return resolving;
  }

  /** Asks for the addresses, unless that is being done; listeners hear the outcome, perhaps now. */
  void resolve() {
    if (resolving) {
      return;
    }
    resolving = true;
    long began = System.nanoTime();
    CompletableFuture<List<InetAddress>> found = settings.addresses().of(endpoint.address().host());
    if (found.isDone()) {
      found.whenComplete((addresses, failure) -> onResolved(addresses, failure, began));
      return;
    }
    found
        .copy()
        .orTimeout(settings.timeouts().connect().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (addresses, failure) ->
                loop.eventLoop().execute(() -> onResolved(addresses, failure, began)));
  }

  /** Takes nothing new; connections close when their exchanges are done. */
  void retire() {
    retired = true;
    look.close();
    places.values().forEach(EndpointLinks::retire);
  }

  /** Ends what {@link #retire} left, and what was leaving before. */
  void cut() {
    leaving.forEach(EndpointLinks::cut);
    places.values().forEach(EndpointLinks::cut);
  }

  private void look() {
    CompletableFuture<List<InetAddress>> known =
        places.isEmpty() ? null : settings.addresses().of(endpoint.address().host());
    if (known != null && known.isDone() && !known.isCompletedExceptionally()) {
      follow(known.join());
    }
    leaving.removeIf(EndpointLinks::isEmpty);
    look.in(LOOK);
  }

  private void onResolved(
      @Nullable List<InetAddress> addresses, @Nullable Throwable failure, long began) {
    resolving = false;
    if (addresses != null) {
      follow(addresses);
      if (retired) {
        places.values().forEach(EndpointLinks::retire);
      }
      return;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause == null) {
      cause = new IllegalStateException("neither addresses nor a cause");
    }
    FailureKind kind =
        cause instanceof TimeoutException ? FailureKind.NAME_TIMEOUT : FailureKind.NAME_UNKNOWN;
    UpstreamFailure told = Unreachable.failure(endpoint, settings, kind, cause, began);
    List.copyOf(listeners).forEach(listener -> listener.onUnresolved(told));
  }

  private void follow(List<InetAddress> addresses) {
    if (places.size() == addresses.size() && places.keySet().containsAll(addresses)) {
      return;
    }
    for (InetAddress known : List.copyOf(places.keySet())) {
      if (!addresses.contains(known)) {
        EndpointLinks gone = requireNonNull(places.remove(known));
        gone.retire();
        leaving.add(gone);
      }
    }
    for (InetAddress address : addresses) {
      places.computeIfAbsent(address, at -> new EndpointLinks(endpoint, at, settings, loop));
    }
    List.copyOf(listeners).forEach(Listener::onPlaces);
  }

  int connections() {
    return places.values().stream().mapToInt(EndpointLinks::connections).sum();
  }
}
