package io.handclasp.proxy.link;

import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.UpstreamConfig.HealthConfig;
import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.Method;
import io.handclasp.proxy.http.Protocol;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.wire.Deadline;
import io.handclasp.proxy.wire.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** Asks one endpoint how it is, again and again, and tells when that changes. */
final class HealthCheck implements UpstreamListener {
  private static final AsciiString USER_AGENT = AsciiString.cached("user-agent");
  private static final AsciiString HANDCLASP = AsciiString.cached("handclasp-health-check");

  private final WatchedEndpoint endpoint;
  private final EndpointConfig config;
  private final HealthConfig health;
  private final Deadline deadline;
  private @Nullable UpstreamExchange asking;
  private boolean pending;
  private int good;
  private int bad;
  private boolean well;

  HealthCheck(WatchedEndpoint endpoint, EndpointConfig config, HealthConfig health, Loop loop) {
    this.endpoint = endpoint;
    this.config = config;
    this.health = health;
    this.deadline = loop.deadlines().open(this::onDeadline);
    ask();
  }

  void stop() {
    deadline.close();
    giveUp();
  }

  @Override
  public void onInformational(ResponseHead head) {
    // Only the answer counts.
  }

  @Override
  public void onHead(ResponseHead head, boolean last) {
    well = head.status() < 400;
    if (last) {
      onOutcome(well);
    }
  }

  @Override
  public void onBody(ByteBuf data, boolean last) {
    int length = data.readableBytes();
    data.release();
    if (last) {
      onOutcome(well);
    } else if (asking != null) {
      asking.consumed(length);
    }
  }

  @Override
  public void onTrailers(Fields trailers) {
    onOutcome(well);
  }

  @Override
  public void onWritable() {
    // There is no body to send.
  }

  @Override
  public void onFailure(UpstreamFailure failure) {
    onOutcome(false);
  }

  private void onDeadline() {
    if (pending) {
      giveUp();
      onOutcome(false);
    } else {
      ask();
    }
  }

  private void ask() {
    pending = true;
    deadline.in(health.timeout());
    Fields fields = new Fields(1);
    fields.add(USER_AGENT, HANDCLASP);
    RequestHead head =
        new RequestHead(
            Method.GET,
            AsciiString.cached(config.tls() ? "https" : "http"),
            new AsciiString(config.address().toString()),
            new AsciiString(health.path()),
            Protocol.HTTP_1_1,
            fields,
            BodyFraming.NONE,
            null);
    UpstreamExchange opened = endpoint.probe(head, this);
    if (pending) {
      asking = opened;
    }
  }

  private void giveUp() {
    UpstreamExchange given = asking;
    asking = null;
    if (given != null) {
      given.cancel();
    }
  }

  private void onOutcome(boolean answeredWell) {
    pending = false;
    asking = null;
    deadline.in(health.interval());
    good = answeredWell ? good + 1 : 0;
    bad = answeredWell ? 0 : bad + 1;
    if (bad >= health.down()) {
      endpoint.down(true);
    } else if (good >= health.up()) {
      endpoint.down(false);
    }
  }
}
