module stages
