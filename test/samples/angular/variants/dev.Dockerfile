FROM node:22
WORKDIR /app
COPY . .
RUN npm install && npm run build
EXPOSE 4200
CMD ["npm", "start", "--", "--host", "0.0.0.0"]
