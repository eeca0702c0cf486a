package io.handclasp.proxy.link;

import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.HeadWriter;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.wire.GatheredOutput;
import io.handclasp.proxy.wire.HalfClose;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/**
 * Writes one request on an HTTP/1.1 link and counts the credit of its answer. Sends exactly the
 * body that its head promised, or breaks the connection.
 */
final class Http1UpstreamExchange implements UpstreamExchange {
  private static final int PAUSE_ABOVE = 256 * 1024;
  private static final int RESUME_BELOW = 64 * 1024;

  private final Http1Link link;
  private final Channel channel;
  private final GatheredOutput out;
  private final HeadWriter writer;
  private final UpstreamListener listener;
  private final RequestHead head;
  private long sent;
  private int unconsumed;
  private boolean paused;
  private boolean requestDone;
  private boolean tunnel;
  private boolean unheard;
  private boolean over;

  Http1UpstreamExchange(
      Http1Link link,
      Channel channel,
      GatheredOutput out,
      HeadWriter writer,
      UpstreamListener listener,
      RequestHead head,
      boolean last) {
    this.link = link;
    this.channel = channel;
    this.out = out;
    this.writer = writer;
    this.listener = listener;
    this.head = head;
    this.requestDone = last;
    writer.request(head, out.room(HeadWriter.USUAL));
    if (last && head.framing().kind() == BodyFraming.Kind.STREAM) {
      writer.lastChunk(null, out.room(HeadWriter.USUAL));
    }
  }

  RequestHead head() {
    return head;
  }

  UpstreamListener listener() {
    return listener;
  }

  boolean isRequestDone() {
    return requestDone && !unheard;
  }

  /** From now on bytes go out as they are. */
  void beginTunnel() {
    tunnel = true;
    requestDone = false;
    HalfClose.allow(channel, true);
  }

  void onWritable() {
    listener.onWritable();
  }

  /** Counts bytes that the listener got, and stops reading where it does not pass them on. */
  void delivered(int bytes) {
    unconsumed += bytes;
    if (unconsumed > PAUSE_ABOVE && !paused) {
      paused = true;
      channel.config().setAutoRead(false);
    }
  }

  /**
   * The server reads no more: what comes of the request is dropped, the answer is still awaited.
   *
   * @return false in a tunnel, which has no answer
   */
  boolean stopSending() {
    if (!tunnel && !unheard) {
      unheard = true;
      listener.onWritable();
    }
    return !tunnel;
  }

  /** The answer is complete or the connection is gone: nothing is sent any more. */
  void end() {
    over = true;
    if (paused) {
      paused = false;
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void body(ByteBuf data, boolean last) {
    int length = data.readableBytes();
    if (over || requestDone) {
      data.release();
      return;
    }
    if (unheard) {
      data.release();
      requestDone = last;
      return;
    }
    sent += length;
    if (!tunnel && breaksPromise(last)) {
      data.release();
      link.onBroken(this);
      return;
    }
    requestDone = last;
    if (tunnel || head.framing().kind() == BodyFraming.Kind.LENGTH) {
      out.append(data);
    } else {
      chunk(data, length, last);
    }
    if (last && tunnel) {
      out.flush();
      HalfClose.output(channel);
    }
  }

  @Override
  public void trailers(Fields trailers) {
    if (over || requestDone || unheard) {
      return;
    }
    if (breaksPromise(true)) {
      link.onBroken(this);
      return;
    }
    requestDone = true;
    if (head.framing().kind() == BodyFraming.Kind.STREAM) {
      writer.lastChunk(trailers, out.room(HeadWriter.USUAL));
    }
  }

  @Override
  public boolean isWritable() {
    return over || unheard || out.isWritable();
  }

  @Override
  public void consumed(int bytes) {
    unconsumed -= bytes;
    if (paused && unconsumed < RESUME_BELOW) {
      paused = false;
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void cancel() {
    if (!over) {
      end();
      link.onCancelled(this);
    }
  }

  @Override
  public LinkInfo link() {
    return link.info();
  }

  private boolean breaksPromise(boolean last) {
    return switch (head.framing().kind()) {
      case STREAM -> false;
      case LENGTH -> sent > head.framing().length() || (last && sent != head.framing().length());
      case NONE, UNTIL_CLOSE -> sent > 0;
    };
  }

  private void chunk(ByteBuf data, int length, boolean last) {
    if (length == 0) {
      data.release();
    } else {
      writer.chunkLine(length, out.room(HeadWriter.USUAL));
      out.append(data);
      writer.chunkEnd(out.room(2));
    }
    if (last) {
      writer.lastChunk(null, out.room(HeadWriter.USUAL));
    }
  }
}
