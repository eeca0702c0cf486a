package io.handclasp.proxy.forward;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that does with each connection exactly what its script says, on a thread of its own.
 * What a script throws is kept for the test, unless the connection just ended.
 */
final class ScriptedOrigin implements AutoCloseable {
  private final ServerSocket listener;
  private final Script script;
  private final AtomicInteger accepted = new AtomicInteger();
  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
  private final CopyOnWriteArrayList<Socket> open = new CopyOnWriteArrayList<>();

  /** What happens on one connection. */
  @FunctionalInterface
  interface Script {
    void run(ScriptedOrigin origin, RawClient connection, int number) throws Exception;
  }

  ScriptedOrigin(Script script) throws IOException {
    this(script, 0);
  }

  private ScriptedOrigin(Script script, int port) throws IOException {
    this(script, InetAddress.getLoopbackAddress(), port);
  }

  private ScriptedOrigin(Script script, InetAddress address, int port) throws IOException {
    this(script, new ServerSocket(port, 1024, address));
  }

  /** The same behind a listener of the caller's, which is closed with it. */
  ScriptedOrigin(Script script, ServerSocket listener) {
    this.script = script;
    this.listener = listener;
    Thread thread = new Thread(this::accept, "origin");
    thread.setDaemon(true);
    thread.start();
  }

  /** Answers each request on a kept connection with the same bytes. */
  static ScriptedOrigin answering(String answer) throws IOException {
    return at(0, answer);
  }

  /** The same on a port that is known beforehand. */
  static ScriptedOrigin at(int port, String answer) throws IOException {
    return at(InetAddress.getLoopbackAddress(), port, answer);
  }

  /** The same on a certain address. */
  static ScriptedOrigin at(InetAddress address, int port, String answer) throws IOException {
    return new ScriptedOrigin(
        (origin, connection, number) -> {
          while (true) {
            origin.request(connection);
            connection.send(answer);
          }
        },
        address,
        port);
  }

  int port() {
    return listener.getLocalPort();
  }

  int accepted() {
    return accepted.get();
  }

  /** Returns once so many connections came. */
  void awaitAccepted(int connections) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (accepted() < connections && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  /** Reads a request with its body, if it states a length or chunks, and notes both. */
  String request(RawClient connection) throws IOException {
    String head = connection.head();
    String request = head + connection.body(head);
    heads.add(request);
    return request;
  }

  /** The next request that {@link #request} read. */
  String seen() throws InterruptedException {
    String head = heads.poll(15, TimeUnit.SECONDS);
    return head == null ? "nothing came" : head;
  }

  boolean sawMore() {
    return !heads.isEmpty();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        int number = accepted.incrementAndGet();
        Thread thread = new Thread(() -> serve(socket, number), "origin-" + number);
        thread.setDaemon(true);
        thread.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket, int number) {
    try (RawClient connection = new RawClient(socket)) {
      script.run(this, connection, number);
    } catch (Exception ended) {
      // The proxy closed the connection: the end of most scripts.
      open.remove(socket);
    }
  }
}
