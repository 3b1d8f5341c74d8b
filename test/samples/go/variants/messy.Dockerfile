FROM golang:1.22 
MAINTAINER somebody@example.com
ENV APP_HOME /opt/greeter
RUN mkdir -p $APP_HOME && echo "building" \
    && go env
ADD . /go/src/greeter/
RUN cd /go/src/greeter && go vet ./... && go test ./... && \
    # the binary
    go build -v -o $APP_HOME/greeter ./cmd/server && \
    cp $APP_HOME/greeter /usr/bin/greeter && rm -rf /go/src/greeter/cmd /root/.cache
WORKDIR /opt/greeter
ENV PORT 8080
EXPOSE 8080
CMD /usr/bin/greeter
