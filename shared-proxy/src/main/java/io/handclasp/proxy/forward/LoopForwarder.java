package io.handclasp.proxy.forward;

import io.handclasp.proxy.config.AllowConfig;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.config.Timeouts;
import io.handclasp.proxy.forward.Router.Route;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.HeadLimits;
import io.handclasp.proxy.http.HttpSyntaxException;
import io.handclasp.proxy.http.Method;
import io.handclasp.proxy.http.ProxyAnswer;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.http.Side;
import io.handclasp.proxy.link.EndpointState;
import io.handclasp.proxy.link.LinkSet;
import io.handclasp.proxy.link.LocalServices;
import io.handclasp.proxy.link.Upstream;
import io.handclasp.proxy.trace.TraceContext;
import io.handclasp.proxy.trace.Tracing;
import io.handclasp.proxy.wire.Deadlines;
import io.handclasp.proxy.wire.Loop;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Routes and begins the exchanges of one event loop. Follows a change of state at the next request:
 * the old links are retired then.
 */
final class LoopForwarder implements Forwarder {
  private final Loop loop;
  private final String name;
  private final ExchangeListener listener;
  private final Function<EngineState, LinkSet> linkMaker;
  private final @Nullable LocalServices services;
  private final RetryBudget budget = new RetryBudget();
  private final Tracing tracing = new Tracing();
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger tunnels = new AtomicInteger();
  private Era era;
  private Router router;
  private LinkSet links;
  private CompletableFuture<Void> left = CompletableFuture.completedFuture(null);
  private Upstream[] upstreams;

  LoopForwarder(
      Loop loop,
      String name,
      Era era,
      ExchangeListener listener,
      Function<EngineState, LinkSet> linkMaker,
      @Nullable LocalServices services) {
    this.loop = loop;
    this.name = name;
    this.listener = listener;
    this.linkMaker = linkMaker;
    this.services = services;
    this.era = era;
    this.router = new Router(era.state().config().routes());
    this.links = linkMaker.apply(era.state());
    this.upstreams = upstreams(router.routes());
  }

  @Override
  public Exchange begin(RequestHead head, boolean last, Downstream downstream, long startedNanos) {
    active.lazySet(active.getPlain() + 1);
    budget.onRequest();
    ExchangeTrace trace = new ExchangeTrace(downstream.caller(), head, startedNanos, loop.time());
    trace.onContext(tracing.of(head.fields(), state().config().tracing()));
    Exchange exchange = new Exchange(this, downstream, head, last, trace);
    try {
      route(head, downstream, exchange, trace);
    } catch (HttpSyntaxException e) {
      exchange.answer(e.kind(), e.getMessage());
    }
    return exchange;
  }

  @Override
  public void refuse(
      FailureKind kind, @Nullable String detail, Downstream downstream, long startedNanos) {
    ProxyAnswer answer = ProxyAnswer.to(kind, name, null);
    date(answer.head(), System.nanoTime());
    downstream.head(answer.head(), false);
    downstream.body(Unpooled.wrappedBuffer(answer.body().array()), true);
    ExchangeTrace trace = new ExchangeTrace(downstream.caller(), null, startedNanos, loop.time());
    listener.onCompleted(trace.completed(kind, detail, Side.PROXY, ExchangeCompleted.Phase.HEAD));
  }

  /**
   * Works by that state from now on. On the event loop.
   *
   * @return done once the links of the TLS before were cut off
   */
  @SuppressWarnings("ReferenceEquality") // an era is what was switched to, whatever it holds
  CompletableFuture<Void> follow(Era next) {
    if (next == era) {
      return left;
    }
    LinkSet old = links;
    boolean otherTls = !next.state().hasTlsOf(era.state());
    era = next;
    router = new Router(next.state().config().routes());
    links = linkMaker.apply(next.state());
    upstreams = upstreams(router.routes());
    old.retire();
    if (otherTls) {
      long within = next.state().config().reload().retire().toMillis();
      left = cutAfter(old, within);
    }
    return left;
  }

  private CompletableFuture<Void> cutAfter(LinkSet old, long millis) {
    CompletableFuture<Void> cut = new CompletableFuture<>();
    loop.eventLoop()
        .schedule(
            () -> {
              old.cut();
              cut.complete(null);
            },
            millis,
            TimeUnit.MILLISECONDS);
    return cut;
  }

  EngineState state() {
    return era.state();
  }

  /** Limits of requests' heads. */
  HeadLimits heads() {
    return era.heads();
  }

  /** How the endpoints of all routes are, in their order. On the event loop. */
  List<EndpointState> endpoints() {
    List<EndpointState> states = new ArrayList<>();
    for (Route route : router.routes()) {
      if (route.config().target() instanceof RouteConfig.Forward forward) {
        states.addAll(links.states(route.index(), forward));
      }
    }
    return states;
  }

  /**
   * Says when an answer was made or came, unless it does so itself (RFC 9110 section 6.6.1).
   *
   * @param nanos that moment by {@code System.nanoTime()}
   */
  void date(ResponseHead answer, long nanos) {
    if (!answer.fields().contains(FieldName.DATE)) {
      answer.fields().add(FieldName.DATE, loop.dates().at(loop.time().at(nanos)));
    }
  }

  void close() {
    links.retire();
  }

  Loop loop() {
    return loop;
  }

  String name() {
    return name;
  }

  Deadlines deadlines() {
    return loop.deadlines();
  }

  Timeouts timeouts() {
    return state().config().timeouts();
  }

  long bodyLimit() {
    return state().config().limits().body();
  }

  RetryBudget budget() {
    return budget;
  }

  /** Exchanges under way. Any thread. */
  int active() {
    return active.get();
  }

  /** Those of them that are no tunnels. Any thread. */
  int working() {
    return active.get() - tunnels.get();
  }

  /** So many more exchanges are tunnels, or fewer. */
  void tunnels(int more) {
    tunnels.lazySet(tunnels.getPlain() + more);
  }

  void onEnded(ExchangeCompleted completed) {
    active.lazySet(active.getPlain() - 1);
    listener.onCompleted(completed);
  }

  private void route(
      RequestHead head, Downstream downstream, Exchange exchange, ExchangeTrace trace)
      throws HttpSyntaxException {
    Route route = router.match(head);
    if (route == null) {
      exchange.answer(FailureKind.NO_ROUTE, null);
      return;
    }
    trace.onRoute(route.name());
    if (!mayUse(route, downstream, exchange, trace)) {
      return;
    }
    long limit = bodyLimit();
    if (limit > 0 && head.framing().length() > limit) {
      exchange.answer(FailureKind.REQUEST_BODY_TOO_LARGE, null);
      return;
    }
    int hops = HopLimit.of(head);
    if (hops == 0) {
      answerAsLastHop(head, exchange);
      return;
    }
    Upstream upstream = upstreams[route.index()];
    RequestHead sent =
        upstream.readsForwarding() ? asSent(head, downstream, hops, trace.context()) : head;
    Admission admission = era.admissions().get(route.index());
    if (admission == null) {
      exchange.forward(sent, upstream);
    } else {
      RouteConfig.Forward target = (RouteConfig.Forward) route.config().target();
      exchange.forward(sent, upstream, admission, target.upstream().patience());
    }
  }

  private static boolean mayUse(
      Route route, Downstream downstream, Exchange exchange, ExchangeTrace trace) {
    AllowConfig allow = route.config().allow();
    String refusal = allow == null ? null : downstream.forwarding().access().refusal(allow);
    if (allow == null || refusal == null) {
      return true;
    }
    if (allow.shadow()) {
      trace.onNote("would be denied: " + refusal);
      return true;
    }
    exchange.answer(FailureKind.REQUEST_DENIED, refusal);
    return false;
  }

  private RequestHead asSent(
      RequestHead head, Downstream downstream, int hops, @Nullable TraceContext context) {
    Fields fields = downstream.forwarding().of(head, state().config().forwarding());
    Tracing.write(fields, context, state().config().tracing().context());
    if (hops > 0) {
      HopLimit.lower(fields, hops);
    }
    return head.withFields(fields);
  }

  private static void answerAsLastHop(RequestHead head, Exchange exchange) {
    if (head.method().equals(Method.TRACE)) {
      exchange.answer(FailureKind.METHOD_REFUSED, null);
    } else {
      exchange.answer(HopLimit.options());
    }
  }

  private Upstream[] upstreams(List<Route> routes) {
    return routes.stream().map(this::upstream).toArray(Upstream[]::new);
  }

  private Upstream upstream(Route route) {
    RouteConfig.Target target = route.config().target();
    if (target instanceof RouteConfig.Forward forward) {
      return links.to(forward);
    }
    if (services == null) {
      throw new IllegalStateException("route " + route.name() + ": no built-in service here");
    }
    RouteConfig.BuiltIn builtIn = (RouteConfig.BuiltIn) target;
    return services.of(builtIn.service()).on(loop.eventLoop());
  }
}
