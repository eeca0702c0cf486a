package io.handclasp.proxy.admin;

import io.handclasp.handshake.journal.HandshakeFilter;
import io.handclasp.handshake.journal.RecentHandshakes;
import io.handclasp.handshake.journal.RecentHandshakes.Entry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells each handshake as a server-sent event to the browsers that listen. A browser that does not
 * take its events loses some and is told how many; while none listens, nothing is gathered. On the
 * admin event loop.
 */
final class LiveFeed {
  /** Most browsers that listen at once. */
  static final int MOST_LISTENERS = 16;

  private static final int LONGEST_QUEUE = 1_024;
  private static final int GATHER_MILLIS = 50;
  private static final int BEAT_SECONDS = 15;

  private final EventLoop loop;
  private final RecentHandshakes recent;
  private final Map<Channel, Missed> listeners = new HashMap<>();
  private RecentHandshakes.@Nullable Following following;
  private long missedBefore;

  /** How many events one browser lost since it was last told. */
  private static final class Missed {
    long count;
  }

  LiveFeed(EventLoop loop, RecentHandshakes recent) {
    this.loop = loop;
    this.recent = recent;
    loop.scheduleAtFixedRate(this::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
  }

  /** Lets a connection listen, which sends its head itself. False where there are too many. */
  boolean add(Channel channel) {
    if (listeners.size() >= MOST_LISTENERS) {
      return false;
    }
    listeners.put(channel, new Missed());
    channel.closeFuture().addListener(closed -> remove(channel));
    if (following == null) {
      missedBefore = 0;
      following = recent.follow(HandshakeFilter.all(), LONGEST_QUEUE, this::onNew);
    }
    return true;
  }

  private void remove(Channel channel) {
    listeners.remove(channel);
    if (listeners.isEmpty() && following != null) {
      following.close();
      following = null;
    }
  }

  /** On an event loop of the proxy: only passes the word on. Some gather until they are sent. */
  private void onNew() {
    if (!loop.isShuttingDown()) {
      Runnable task = this::send;
      loop.schedule(task, GATHER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void send() {
    RecentHandshakes.Following source = following;
    if (source == null) {
      return;
    }
    List<Entry> entries = source.drain();
    long missed = source.missed();
    long missedNow = missed - missedBefore;
    missedBefore = missed;
    listeners.values().forEach(each -> each.count += missedNow);
    for (Entry entry : entries) {
      byte[] document = HandshakeSummary.document(entry);
      listeners.forEach((channel, lost) -> send(channel, lost, document));
    }
    listeners.keySet().forEach(Channel::flush);
  }

  private static void send(Channel channel, Missed missed, byte[] document) {
    if (!channel.isWritable()) {
      missed.count++;
      return;
    }
    if (missed.count > 0) {
      write(channel, "missed", Long.toString(missed.count).getBytes(StandardCharsets.US_ASCII));
      missed.count = 0;
    }
    write(channel, "handshake", document);
  }

  private static void write(Channel channel, String event, byte[] document) {
    ByteBuf text = channel.alloc().buffer(document.length + event.length() + 16);
    ByteBufUtil.writeAscii(text, "event: " + event + "\ndata: ");
    text.writeBytes(document);
    ByteBufUtil.writeAscii(text, "\n\n");
    channel.write(new DefaultHttpContent(text));
  }

  /** Shows both ends that the other is there; one that has taken nothing is let go. */
  private void beat() {
    for (Channel channel : List.copyOf(listeners.keySet())) {
      if (channel.isWritable()) {
        ByteBuf text = channel.alloc().buffer(8);
        ByteBufUtil.writeAscii(text, ": \n\n");
        channel.writeAndFlush(new DefaultHttpContent(text));
      } else {
        channel.close();
      }
    }
  }
}
