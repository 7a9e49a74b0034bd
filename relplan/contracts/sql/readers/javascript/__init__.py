"""Migrations of Knex, TypeORM and Sequelize, in JavaScript and TypeScript."""
